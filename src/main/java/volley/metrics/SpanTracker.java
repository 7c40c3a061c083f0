package volley.metrics;

import volley.client.Exchange;

/** Accumulates {@link TimeTotals}. */
final class SpanTracker {
    private long sent;
    private long retries;
    private long inFlightNs;
    private final Span sendSpan = new Span();
    private final Span scheduleSpan = new Span();
    private final Span endSpan = new Span();

    /** @param retriesOfIt how often it was sent again */
    void accept(Exchange exchange, int retriesOfIt) {
        if (exchange.sentNs() == Exchange.NEVER) {
            return;
        }
        sent++;
        retries += retriesOfIt;
        sendSpan.add(exchange.sentNs());
        if (exchange.scheduledNs() != Exchange.NEVER) {
            scheduleSpan.add(exchange.scheduledNs());
        }
        if (exchange.endNs() != Exchange.NEVER) {
            endSpan.add(exchange.endNs());
            inFlightNs += exchange.endNs() - exchange.sentNs();
        }
    }

    TimeTotals totals(long runStartNs) {
        long durationNs = endSpan.any ? endSpan.latestNs - runStartNs : RequestFigures.ABSENT;
        return new TimeTotals(sent, retries, durationNs, inFlightNs, sendSpan.lengthNs(), scheduleSpan.lengthNs());
    }

    /** Earliest and latest stamp. Compared by difference, since {@code nanoTime} may wrap. */
    private static final class Span {
        private boolean any;
        private long earliestNs;
        private long latestNs;

        void add(long timeNs) {
            if (!any || timeNs - earliestNs < 0) {
                earliestNs = timeNs;
            }
            if (!any || timeNs - latestNs > 0) {
                latestNs = timeNs;
            }
            any = true;
        }

        long lengthNs() {
            return latestNs - earliestNs;
        }
    }
}
