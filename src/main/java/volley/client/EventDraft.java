package volley.client;

/** What the JSON object of one event holds, gathered while it is read and then logged as entries of one stamp. */
final class EventDraft {
    private static final EventDraft NOTHING = new EventDraft();

    /** The server's running count of output tokens, as far as this event names it. */
    int tokensSoFar = EventLog.TOKENS_UNKNOWN;

    int promptTokens = Usage.ABSENT;
    int cachedTokens = Usage.ABSENT;

    boolean hasChoice;
    boolean hasRole;
    boolean hasReasoning;
    boolean hasContent;
    boolean hasTool;
    boolean hasUsage;
    /** Whether a number stood for a count that can be none: below 0, or above all bounds. */
    boolean hasNoCount;
    /** Whether it told where cached tokens came from. */
    boolean hasTiers;
    /** Whether it told where the server's time went. */
    boolean hasServerTimes;

    /** Whether it told token ids. */
    boolean hasIds;

    boolean hasError;
    /** Whether the object has the shape of an answer. */
    boolean recognised;

    private String finishReason;
    /** What the server says of giving the answer up, which may be nothing; null if it did not. */
    private String abort;

    private boolean roleLogged;

    void clear() {
        copy(NOTHING);
    }

    /**
     * The server's reason to end the answer.
     *
     * @param reason its word; {@code abort} and {@code error} are errors, for the server gave the answer up
     * @param message what it says beside it, or empty
     */
    void finish(String reason, String message) {
        finishReason = reason;
        if (reason.equals("abort") || reason.equals("error")) {
            abort = message;
        }
    }

    /** Takes over what another object holds; not that an earlier one of this answer named a role. */
    void copy(EventDraft other) {
        tokensSoFar = other.tokensSoFar;
        promptTokens = other.promptTokens;
        cachedTokens = other.cachedTokens;
        hasChoice = other.hasChoice;
        hasRole = other.hasRole;
        hasReasoning = other.hasReasoning;
        hasContent = other.hasContent;
        hasTool = other.hasTool;
        finishReason = other.finishReason;
        abort = other.abort;
        hasUsage = other.hasUsage;
        hasNoCount = other.hasNoCount;
        hasTiers = other.hasTiers;
        hasServerTimes = other.hasServerTimes;
        hasIds = other.hasIds;
        hasError = other.hasError;
        recognised = other.recognised;
    }

    /** Whether the object ends the answer. */
    boolean isFinished() {
        return finishReason != null;
    }

    /** Whether the object is part of an answer, or its counts, and held neither tiers, times, ids, nor what is rare: one with other counts is like it. */
    boolean isPlain() {
        return recognised
                && (hasChoice || hasUsage)
                && !hasReasoning
                && !hasTool
                && !hasTiers
                && !hasServerTimes
                && !hasIds
                && !hasNoCount
                && !hasError;
    }

    /** Whether a piece of the answer's text is all there is in it: what is logged depends on nothing else. */
    boolean isOnlyText() {
        return isPlain()
                && hasContent
                && !hasRole
                && !hasUsage
                && finishReason == null
                && tokensSoFar == EventLog.TOKENS_UNKNOWN;
    }

    /** @param textBytes bytes of the answer so far */
    void logTo(ResponseLog log, long timeNs, int textBytes) {
        if (hasUsage) {
            log.usage.setCounts(promptTokens, tokensSoFar, cachedTokens);
            log.usage.impossible |= hasNoCount;
        }
        if (hasReasoning) {
            log.add(timeNs, EventKind.REASONING, tokensSoFar);
        }
        if (hasContent) {
            log.addContent(timeNs, tokensSoFar, textBytes);
        }
        if (hasTool) {
            log.add(timeNs, EventKind.TOOL, tokensSoFar);
        }
        if (finishReason != null) {
            log.finishReason = finishReason;
            if (abort != null) {
                log.inBandError("aborted by the server" + (abort.isEmpty() ? "" : ": " + log.errors.oneLine(abort)));
            }
            log.add(timeNs, EventKind.FINISH, tokensSoFar);
        } else if (!hasReasoning && !hasContent && !hasTool) {
            log.add(timeNs, kindWithoutToken(), tokensSoFar);
        }
        roleLogged |= hasRole;
    }

    private EventKind kindWithoutToken() {
        if (hasUsage && !hasChoice) {
            return EventKind.USAGE;
        }
        // lmdeploy names the role in every event: only the first one is news.
        return hasRole && !roleLogged ? EventKind.ROLE : EventKind.EMPTY;
    }
}
