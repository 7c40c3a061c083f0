package volley.report.page;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;
import volley.report.folder.SortedRows;

/**
 * The order in which requests went out, against the two orders that were intended: that of the tickets, in which turns
 * were handed out, and the plan's round robin, in which every conversation has its turn k before any has its turn k + 1.
 *
 * <p>An inversion is a pair of requests that went out the other way round; {@code displaced} are the requests that went
 * out at another place than intended.
 *
 * @param sent requests sent
 * @param ticketInversions against the tickets: a client that keeps its order has none
 * @param ticketDisplaced against the tickets
 * @param roundRobinInversions against the round robin: under fifo, faster conversations overtake
 * @param roundRobinDisplaced against the round robin
 * @param places by the order of sending, each request's place in the round robin
 */
@SuppressWarnings("ArrayRecordComponent") // up to a million places; never compared
public record OrderContract(
        int sent,
        long ticketInversions,
        int ticketDisplaced,
        long roundRobinInversions,
        int roundRobinDisplaced,
        int[] places) {

    /**
     * Reads both from the times of sending. Of a merged run each part has an order of its own: inversions and displaced
     * requests are the sums of theirs, and there are no places.
     */
    public static OrderContract of(RunRequests requests) {
        int[] bySent = requests.rowsBy(Field.SENT_NS);
        if (oneSource(requests, bySent)) {
            return of(requests, bySent);
        }
        List<OrderContract> parts = IntStream.of(bySent)
                .mapToLong(row -> requests.get(Field.SOURCE, row))
                .distinct()
                .mapToObj(source -> of(
                        requests,
                        IntStream.of(bySent)
                                .filter(row -> requests.get(Field.SOURCE, row) == source)
                                .toArray()))
                .toList();
        return new OrderContract(
                parts.stream().mapToInt(OrderContract::sent).sum(),
                parts.stream().mapToLong(OrderContract::ticketInversions).sum(),
                parts.stream().mapToInt(OrderContract::ticketDisplaced).sum(),
                parts.stream().mapToLong(OrderContract::roundRobinInversions).sum(),
                parts.stream().mapToInt(OrderContract::roundRobinDisplaced).sum(),
                new int[0]);
    }

    private static boolean oneSource(RunRequests requests, int[] rows) {
        for (int row : rows) {
            if (requests.get(Field.SOURCE, row) != requests.get(Field.SOURCE, rows[0])) {
                return false;
            }
        }
        return true;
    }

    private static OrderContract of(RunRequests requests, int[] bySent) {
        int[] tickets = places(bySent, row -> requests.get(Field.ORDER, row));
        long last = 0;
        for (int row : bySent) {
            last = Math.max(last, requests.get(Field.CONVERSATION, row));
        }
        long conversations = last + 1;
        int[] roundRobin = places(
                bySent, row -> requests.get(Field.TURN, row) * conversations + requests.get(Field.CONVERSATION, row));
        return new OrderContract(
                bySent.length,
                inversions(tickets.clone()),
                displaced(tickets),
                inversions(roundRobin.clone()),
                displaced(roundRobin),
                roundRobin);
    }

    /** The place of each row when they are sorted so. */
    private static int[] places(int[] rows, IntToLongFunction intended) {
        int[] places = new int[rows.length];
        for (int place = 0; place < places.length; place++) {
            places[place] = place;
        }
        int[] sorted = SortedRows.by(places, place -> intended.applyAsLong(rows[place]));
        for (int place = 0; place < sorted.length; place++) {
            places[sorted[place]] = place;
        }
        return places;
    }

    private static int displaced(int[] places) {
        int displaced = 0;
        for (int i = 0; i < places.length; i++) {
            displaced += places[i] == i ? 0 : 1;
        }
        return displaced;
    }

    /** Pairs out of order, counted while merging; sorts the array. */
    static long inversions(int[] values) {
        long inversions = 0;
        int[] from = values;
        int[] to = new int[values.length];
        for (int width = 1; width < values.length; width *= 2) {
            for (int left = 0; left < values.length; left += 2 * width) {
                inversions += merge(
                        from, to, left, Math.min(left + width, from.length), Math.min(left + 2 * width, from.length));
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return inversions;
    }

    private static long merge(int[] from, int[] to, int left, int middle, int right) {
        if (middle == right || from[middle - 1] <= from[middle]) {
            System.arraycopy(from, left, to, left, right - left);
            return 0;
        }
        long inversions = 0;
        int a = left;
        int b = middle;
        for (int i = left; i < right; i++) {
            if (b == right || (a < middle && from[a] <= from[b])) {
                to[i] = from[a++];
            } else {
                inversions += middle - a;
                to[i] = from[b++];
            }
        }
        return inversions;
    }
}
