package volley.metrics;

import volley.client.EventKind;
import volley.client.EventLog;

/**
 * What one pass over a response's events says of those that bear tokens. Role-only, empty, usage and comment events
 * move no stamp.
 *
 * @param count number of token-bearing events
 * @param firstAnyNs stamp of the first event that is no comment, token-bearing or not, or {@link RequestFigures#ABSENT}
 * @param firstNs stamp of the first token-bearing event, or absent
 * @param lastNs stamp of the last token-bearing event, or absent
 * @param firstContentNs stamp of the first that is answer text, or absent
 * @param firstRunningCount the server's running count at the first, or {@link EventLog#TOKENS_UNKNOWN}
 * @param highestRunningCount the highest running count at any event, or unknown
 * @param allCounted whether every token-bearing event carried a running count
 * @param contentOnly whether none was reasoning or a tool call
 * @param onePiece whether the answer came as one JSON body instead of a stream: all tokens and the finish reason in one
 *     read, and no {@code [DONE]}. Its tokens have no times of their own.
 */
record TokenEvents(
        int count,
        long firstAnyNs,
        long firstNs,
        long lastNs,
        long firstContentNs,
        int firstRunningCount,
        int highestRunningCount,
        boolean allCounted,
        boolean contentOnly,
        boolean onePiece) {

    static TokenEvents scan(EventLog log) {
        int count = 0;
        long firstAnyNs = RequestFigures.ABSENT;
        long firstNs = RequestFigures.ABSENT;
        long lastNs = RequestFigures.ABSENT;
        long firstContentNs = RequestFigures.ABSENT;
        long finishNs = RequestFigures.ABSENT;
        int firstRunningCount = EventLog.TOKENS_UNKNOWN;
        int highestRunningCount = EventLog.TOKENS_UNKNOWN;
        boolean allCounted = true;
        boolean contentOnly = true;
        boolean done = false;
        for (int i = 0; i < log.size(); i++) {
            EventKind kind = log.kind(i);
            int runningCount = log.cumulativeTokens(i);
            highestRunningCount = Math.max(highestRunningCount, runningCount);
            if (firstAnyNs == RequestFigures.ABSENT && kind != EventKind.COMMENT) {
                firstAnyNs = log.timeNs(i);
            }
            done |= kind == EventKind.DONE;
            if (kind == EventKind.FINISH) {
                finishNs = log.timeNs(i);
            }
            if (!kind.bearsTokens()) {
                continue;
            }
            lastNs = log.timeNs(i);
            if (count++ == 0) {
                firstNs = lastNs;
                firstRunningCount = runningCount;
            }
            if (kind != EventKind.CONTENT) {
                contentOnly = false;
            } else if (firstContentNs == RequestFigures.ABSENT) {
                firstContentNs = lastNs;
            }
            allCounted &= runningCount != EventLog.TOKENS_UNKNOWN;
        }
        boolean onePiece = count > 0 && firstNs == lastNs && finishNs == lastNs && !done;
        return new TokenEvents(
                count,
                firstAnyNs,
                firstNs,
                lastNs,
                firstContentNs,
                firstRunningCount,
                highestRunningCount,
                count > 0 && allCounted,
                contentOnly,
                onePiece);
    }

    /**
     * Tokens of the first token-bearing event, as far as they can be known: from the running counts; else all of them
     * if there is one such event; else one if there are as many events as tokens. Otherwise absent.
     */
    long firstEventTokens(long outputTokens) {
        if (count == 0) {
            return RequestFigures.ABSENT;
        }
        if (firstRunningCount > 0) {
            return firstRunningCount;
        }
        if (count == 1) {
            return outputTokens;
        }
        return outputTokens == count ? 1 : RequestFigures.ABSENT;
    }
}
