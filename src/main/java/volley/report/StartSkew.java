package volley.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import volley.client.ClockOffset;
import volley.report.ShardSet.Part;
import volley.report.folder.StartMark;

/**
 * How far the starts of a plan's shards are apart, by each machine's own clock, and these clocks from each other, as far as
 * the dates tell that the server told each of them.
 *
 * @param apartNs from the first start to the last, ns
 * @param limitNs above which a difference is a warning; absent: there was no common start
 * @param clocks the two that differ most for certain; absent: the server's was not told to two of them
 */
record StartSkew(long apartNs, Optional<Long> limitNs, Optional<ClocksApart> clocks) {
    private static final double NANOS_PER_MILLI = 1e6;

    /**
     * Two clocks.
     *
     * @param behind the shard whose clock is behind
     * @param atLeastNs by that much at least; negative: they may agree
     * @param atMostNs no two clocks differ by more
     */
    record ClocksApart(int behind, int ahead, long atLeastNs, long atMostNs) {}

    static StartSkew of(List<Part> parts) {
        List<StartMark> marks =
                parts.stream().flatMap(part -> part.file().start().stream()).toList();
        Comparator<Part> byStart =
                Comparator.comparing(part -> part.facts().startedAt().toInstant());
        long apartNs = Duration.between(
                        parts.stream().min(byStart).orElseThrow().facts().startedAt(),
                        parts.stream().max(byStart).orElseThrow().facts().startedAt())
                .toNanos();
        return new StartSkew(
                apartNs,
                marks.size() == parts.size()
                        ? marks.stream().map(mark -> mark.limit().toNanos()).min(Long::compare)
                        : Optional.empty(),
                clocksApart(parts));
    }

    /** A clock of which the server is further ahead is further behind. */
    private static Optional<ClocksApart> clocksApart(List<Part> parts) {
        Optional<ClocksApart> most = Optional.empty();
        long atMostNs = 0;
        for (Part behind : parts) {
            for (Part ahead : parts) {
                Optional<ClockOffset> one = clock(behind);
                Optional<ClockOffset> other = clock(ahead);
                if (behind.index() != ahead.index() && one.isPresent() && other.isPresent()) {
                    long atLeastNs = one.get().atLeastNs() - other.get().atMostNs();
                    atMostNs = Math.max(
                            atMostNs, one.get().atMostNs() - other.get().atLeastNs());
                    if (most.isEmpty() || atLeastNs > most.get().atLeastNs()) {
                        most = Optional.of(new ClocksApart(behind.index(), ahead.index(), atLeastNs, 0));
                    }
                }
            }
        }
        long widest = atMostNs;
        return most.map(clocks -> new ClocksApart(clocks.behind(), clocks.ahead(), clocks.atLeastNs(), widest));
    }

    private static Optional<ClockOffset> clock(Part part) {
        return part.file().start().flatMap(StartMark::clock);
    }

    /** For the results, one line each. */
    List<String> texts() {
        List<String> texts = new ArrayList<>();
        String began = String.format(
                Locale.ROOT, "the shards began within %.3f ms of each other by their machines' clocks", ms(apartNs));
        if (limitNs.isEmpty()) {
            texts.add("without a common start (start-at), " + began
                    + ": the load is the plan's only as far as they overlap");
        } else if (apartNs > limitNs.get()) {
            texts.add("START SKEW: " + began + ", more than start-skew-limit-ms allows");
        } else {
            texts.add(began);
        }
        clocks.ifPresent(apart -> texts.add(text(apart)));
        return texts;
    }

    private String text(ClocksApart clocks) {
        boolean tooFar = clocks.atLeastNs() > limitNs.orElse(0L);
        return clocks.atLeastNs() > 0
                ? String.format(
                        Locale.ROOT,
                        "%sby the server's Date, the clock of shard %d is %.1f ms or more behind that of shard %d (%.1f ms at most); a Date that"
                                + " the server renews once a second can seem to shift by as much between two who ask"
                                + " at different times",
                        tooFar ? "CLOCK SKEW: " : "",
                        clocks.behind(),
                        ms(clocks.atLeastNs()),
                        clocks.ahead(),
                        ms(clocks.atMostNs()))
                : String.format(
                        Locale.ROOT,
                        "by the server's Date, no clocks of shards differ for certain, and none by more than %.1f ms",
                        ms(clocks.atMostNs()));
    }

    private static double ms(long ns) {
        return ns / NANOS_PER_MILLI;
    }
}
