package volley.dataset;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which requests of a trace, or of a workload made here, wait for the answers of which. Without cycles. Requests are named
 * by their places in order of time.
 */
public final class RequestGraph {
    private static final int[] NONE = {};

    private final int[][] parents;
    private final double[] thinkMs;

    private RequestGraph(int[][] parents, double[] thinkMs) {
        this.parents = parents;
        this.thinkMs = thinkMs;
    }

    /**
     * @param byTime requests in order of time
     * @param placesByTime place in the file of each
     */
    static RequestGraph of(List<TraceRequest> byTime, Integer[] placesByTime) {
        int[] rankOfPlace = new int[placesByTime.length];
        for (int rank = 0; rank < placesByTime.length; rank++) {
            rankOfPlace[placesByTime[rank]] = rank;
        }
        int[][] parents = new int[byTime.size()][];
        double[] thinkMs = new double[byTime.size()];
        Map<String, Integer> lastOfSession = new HashMap<>();
        for (int rank = 0; rank < parents.length; rank++) {
            TraceRequest request = byTime.get(rank);
            TraceLink link = request.link();
            Integer before = request.session() == null ? null : lastOfSession.put(request.session(), rank);
            if (link.after() != null) {
                parents[rank] = Arrays.stream(link.after())
                        .map(place -> rankOfPlace[place])
                        .toArray();
                thinkMs[rank] = link.thinkMs();
            } else if (before != null) {
                parents[rank] = new int[] {before};
                double sinceEndMs = request.timeMs() - byTime.get(before).link().endMs();
                thinkMs[rank] = Double.isNaN(link.thinkMs()) ? Math.max(0, sinceEndMs) : link.thinkMs();
            } else {
                parents[rank] = NONE;
                thinkMs[rank] = Double.NaN;
            }
        }
        return new RequestGraph(parents, thinkMs);
    }

    /**
     * Of requests that come as soon as those that they wait for are answered.
     *
     * @param parents of each request, those that it waits for
     */
    public static RequestGraph withoutPauses(int[][] parents) {
        return new RequestGraph(parents, new double[parents.length]);
    }

    /** The requests whose answers it waits for; none: it comes at its time. */
    public int[] parents(int request) {
        return parents[request];
    }

    /** From the last of these answers until it comes, ms; NaN: not told, so at its own time if they are there by then. */
    public double thinkMs(int request) {
        return thinkMs[request];
    }

    /** Whether any request waits for another. */
    public boolean hasOrder() {
        return Arrays.stream(parents).anyMatch(each -> each.length > 0);
    }

    /**
     * The graph of some of the requests. Who waits for one that is left out waits for those that it waited for, for as
     * long as before.
     *
     * @param kept places of those that stay, rising
     */
    RequestGraph of(int[] kept) {
        int[] rank = new int[parents.length];
        Arrays.fill(rank, -1);
        IntStream.range(0, kept.length).forEach(i -> rank[kept[i]] = i);
        int[][] left = new int[kept.length][];
        double[] leftThinkMs = new double[kept.length];
        for (int i = 0; i < kept.length; i++) {
            left[i] = nearestKept(kept[i], rank);
            leftThinkMs[i] = thinkMs[kept[i]];
        }
        return new RequestGraph(left, leftThinkMs);
    }

    private int[] nearestKept(int request, int[] rank) {
        Set<Integer> nearest = new LinkedHashSet<>();
        Deque<Integer> open = new ArrayDeque<>();
        Arrays.stream(parents[request]).forEach(open::add);
        while (!open.isEmpty()) {
            int parent = open.remove();
            if (rank[parent] >= 0) {
                nearest.add(rank[parent]);
            } else {
                Arrays.stream(parents[parent]).forEach(open::add);
            }
        }
        return nearest.stream().mapToInt(Integer::intValue).toArray();
    }
}
