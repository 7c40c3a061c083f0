package volley.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * The order of a whole plan's requests, of those of its shards. A turn was handed out when its arrival had come and its
 * conversation was ready, whichever was later; within a shard, requests keep the order that they had there.
 */
final class ShardOrder {
    /** In place of an order: the request has no line. */
    static final long NONE = -1;

    private static final long NO_REQUEST = Long.MIN_VALUE;

    /** The next request of a shard. */
    private record Head(int shard, int order, long givenNs) {}

    private final int[] requests;
    private final List<long[]> given = new ArrayList<>();
    private final List<long[]> orders = new ArrayList<>();

    private ShardOrder(int shards) {
        requests = new int[shards];
    }

    /**
     * Reads the shards' requests.
     *
     * @param offsetsNs from the whole's start to each shard's
     */
    static ShardOrder of(List<Path> folders, long[] offsetsNs) {
        ShardOrder all = new ShardOrder(offsetsNs.length);
        for (int i = 0; i < offsetsNs.length; i++) {
            RunRequests read = RunRequests.read(folders.get(i));
            all.requests[i] = read.size();
            all.given.add(givenNs(read, offsetsNs[i]));
            long[] orders = new long[all.given.get(i).length];
            Arrays.fill(orders, NONE);
            all.orders.add(orders);
        }
        all.count();
        return all;
    }

    /** Lines of a shard, in the order given. */
    int requests(int shard) {
        return requests[shard];
    }

    /** The whole's order of a request of a shard; {@link #NONE} for one that has no line. */
    long order(int shard, long order) {
        long[] its = orders.get(shard);
        return order < its.length ? its[(int) order] : NONE;
    }

    private static long[] givenNs(RunRequests requests, long offsetNs) {
        int[] rows = requests.rowsBy(Field.ORDER);
        int count = rows.length == 0 ? 0 : Math.toIntExact(requests.get(Field.ORDER, rows[rows.length - 1])) + 1;
        long[] given = new long[count];
        Arrays.fill(given, NO_REQUEST);
        for (int row : rows) {
            long givenNs = Math.max(requests.get(Field.SCHEDULED_NS, row), requests.get(Field.READY_NS, row));
            given[(int) requests.get(Field.ORDER, row)] =
                    offsetNs + (givenNs < 0 ? Math.max(0, requests.get(Field.SENT_NS, row)) : givenNs);
        }
        return given;
    }

    private void count() {
        PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparingLong(Head::givenNs).thenComparingInt(Head::shard));
        for (int shard = 0; shard < given.size(); shard++) {
            enqueue(heads, shard, 0);
        }
        long next = 0;
        while (!heads.isEmpty()) {
            Head head = heads.remove();
            orders.get(head.shard())[head.order()] = next++;
            enqueue(heads, head.shard(), head.order() + 1);
        }
    }

    private void enqueue(PriorityQueue<Head> heads, int shard, int from) {
        long[] its = given.get(shard);
        for (int order = from; order < its.length; order++) {
            // a request of a shard that was killed may have left no line
            if (its[order] != NO_REQUEST) {
                heads.add(new Head(shard, order, its[order]));
                return;
            }
        }
    }
}
