package volley.monitor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import volley.monitor.Interference.Kind;

/**
 * What disturbed the client during a run.
 *
 * @param thresholdMs shorter disturbances are not known of, ms
 * @param measured kinds that could be measured on this machine: others are absent, not 0
 * @param found in the order they were found
 * @param left how many more there were than could be kept
 * @param marked the slowest requests
 */
public record Disturbances(
        double thresholdMs, Set<Kind> measured, List<Interference> found, long left, List<Marked> marked) {
    /**
     * A slow request, and the kinds of disturbances that its slow time overlaps.
     *
     * @param overlapped empty where the client is not to blame
     */
    public record Marked(SlowRequest request, Set<Kind> overlapped) {}

    /**
     * Those of a part of the time, beside the slowest requests of it.
     *
     * @param thresholdMs shorter disturbances are not known of, ms
     * @param measured kinds that could be measured
     * @param all in the order they were found
     * @param left how many more there were than could be kept
     * @param fromNs beginning of that part, on the clock of the others' times
     * @param toNs its end
     */
    public static Disturbances of(
            double thresholdMs,
            Set<Kind> measured,
            Collection<Interference> all,
            long left,
            SlowRequests slow,
            long fromNs,
            long toNs) {
        List<Interference> found =
                all.stream().filter(each -> each.overlaps(fromNs, toNs)).toList();
        List<Marked> marked = new ArrayList<>();
        for (SlowRequest request : slow.slowest()) {
            Set<Kind> overlapped = EnumSet.noneOf(Kind.class);
            found.stream()
                    .filter(each -> each.kind().slowsAnswers())
                    .filter(each -> each.overlaps(request.fromNs(), request.toNs()))
                    .forEach(each -> overlapped.add(each.kind()));
            marked.add(new Marked(request, overlapped));
        }
        return new Disturbances(thresholdMs, measured, found, left, marked);
    }

    /** What a reader of the results must know, one line each; nothing where no slow request was disturbed and no turn held. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        long heldNs = found.stream()
                .filter(each -> each.kind() == Kind.TURNS_HELD)
                .mapToLong(each -> each.toNs() - each.fromNs())
                .sum();
        if (heldNs > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "turns were held back for %.2f s since the client could not record as fast as the server answered: fewer"
                            + " requests were under way than asked for, and the rate is the client's, not the server's",
                    heldNs / 1e9));
        }
        for (String figure : List.of("ttft", "gap")) {
            List<Marked> slow = marked.stream()
                    .filter(each -> each.request().figure().equals(figure))
                    .toList();
            List<Marked> disturbed =
                    slow.stream().filter(each -> !each.overlapped().isEmpty()).toList();
            if (!disturbed.isEmpty()) {
                String kinds = measured.stream()
                        .filter(kind -> disturbed.stream()
                                .anyMatch(each -> each.overlapped().contains(kind)))
                        .map(kind -> String.format(
                                Locale.ROOT,
                                "%s %d",
                                kind.id(),
                                disturbed.stream()
                                        .filter(each -> each.overlapped().contains(kind))
                                        .count()))
                        .collect(Collectors.joining(", "));
                warnings.add(String.format(
                        Locale.ROOT,
                        "%d of the %d slowest requests by %s overlap a disturbance of the client itself (%s)",
                        disturbed.size(),
                        slow.size(),
                        figure.equals("ttft") ? "TTFT" : "longest gap",
                        kinds));
            }
        }
        return warnings;
    }
}
