package volley.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;
import volley.client.EventLog;
import volley.client.Outcome;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TokenEvents;
import volley.metrics.TurnRecord;

/** Keeps the slowest completed requests by TTFT, and those with the longest gaps. For one thread. */
public final class SlowRequests {
    /** How many of each are kept. */
    public static final int MOST = 30;

    private final PriorityQueue<SlowRequest> byTtft = new PriorityQueue<>(Comparator.comparing(SlowRequest::timeNs));
    private final PriorityQueue<SlowRequest> byGap = new PriorityQueue<>(Comparator.comparing(SlowRequest::timeNs));

    private final LongUnaryOperator clockNs;

    /** Of turns that are told with times of the nanosecond clock. */
    public SlowRequests() {
        this(ns -> ns);
    }

    /** @param clockNs when something was on the nanosecond clock, by the times that turns are told with */
    public SlowRequests(LongUnaryOperator clockNs) {
        this.clockNs = clockNs;
    }

    public void accept(TurnRecord turn, RequestFigures figures) {
        if (turn.outcome() != Outcome.OK || figures.get(RequestMetric.TTFT) == RequestFigures.ABSENT) {
            return;
        }
        long sentNs = turn.exchange().sentNs();
        keep(byTtft, turn, "ttft", sentNs, sentNs + figures.get(RequestMetric.TTFT));
        EventLog events = turn.exchange().events();
        if (byGap.size() == MOST && longestAtMostNs(events) <= byGap.peek().timeNs()) {
            return;
        }
        LongestGap gap = new LongestGap();
        TokenEvents.scan(turn.exchange()).forEachGap(events, gap);
        if (gap.toNs != gap.fromNs) {
            keep(byGap, turn, "gap", gap.fromNs, gap.toNs);
        }
    }

    /** No gap is longer: an event without text may bear a token too, and would only cut the time between two others. */
    private static long longestAtMostNs(EventLog events) {
        long longestNs = 0;
        for (int i = 1, previous = 0; i < events.size(); i++) {
            if (i == events.size() - 1 || events.kind(i).bearsTokens()) {
                longestNs = Math.max(longestNs, events.timeNs(i) - events.timeNs(previous));
                previous = i;
            }
        }
        return longestNs;
    }

    private static final class LongestGap implements TokenEvents.GapVisitor {
        private long fromNs;
        private long toNs;

        @Override
        public void gap(long gapFromNs, long gapToNs) {
            if (gapToNs - gapFromNs > toNs - fromNs) {
                fromNs = gapFromNs;
                toNs = gapToNs;
            }
        }
    }

    private void keep(
            PriorityQueue<SlowRequest> slowest, TurnRecord turn, String figure, long toldFromNs, long toldToNs) {
        long fromNs = clockNs.applyAsLong(toldFromNs);
        long toNs = clockNs.applyAsLong(toldToNs);
        if (slowest.size() == MOST) {
            if (toNs - fromNs <= slowest.peek().timeNs()) {
                return;
            }
            slowest.poll();
        }
        slowest.add(new SlowRequest(turn.order(), turn.conversation(), turn.turn(), figure, fromNs, toNs));
    }

    /** The slowest by TTFT, then those with the longest gaps; the slowest first. */
    List<SlowRequest> slowest() {
        List<SlowRequest> all = new ArrayList<>();
        for (PriorityQueue<SlowRequest> each : List.of(byTtft, byGap)) {
            each.stream()
                    .sorted(Comparator.comparing(SlowRequest::timeNs).reversed())
                    .forEach(all::add);
        }
        return all;
    }
}
