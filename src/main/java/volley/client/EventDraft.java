package volley.client;

/** What the JSON object of one event holds, gathered while it is read and then logged as entries of one stamp. */
final class EventDraft {
    /** The server's running count of output tokens, as far as this event names it. */
    int tokensSoFar;

    boolean hasChoice;
    boolean hasRole;
    boolean hasReasoning;
    boolean hasContent;
    boolean hasTool;
    boolean hasUsage;
    boolean hasError;
    /** Whether the object has the shape of an answer. */
    boolean recognised;

    private String finishReason;
    private String abort;
    private boolean roleLogged;

    void clear() {
        tokensSoFar = EventLog.TOKENS_UNKNOWN;
        hasChoice = false;
        hasRole = false;
        hasReasoning = false;
        hasContent = false;
        hasTool = false;
        finishReason = null;
        abort = null;
        hasUsage = false;
        hasError = false;
        recognised = false;
    }

    /**
     * The server's reason to end the answer.
     *
     * @param reason its word; {@code abort} is an error, for the server gave the answer up
     * @param message what it says beside it, or empty
     */
    void finish(String reason, String message) {
        finishReason = reason;
        if (reason.equals("abort")) {
            abort = "aborted by the server" + (message.isEmpty() ? "" : ": " + ErrorLine.oneLine(message));
        }
    }

    /** Whether the object held answer text, and nothing else that is logged or counted; a role beside text is neither. */
    boolean isTextOnly() {
        return hasContent && !hasReasoning && !hasTool && !hasUsage && !hasError && finishReason == null;
    }

    /** @param textBytes bytes of the answer so far */
    void logTo(ResponseLog log, long timeNs, int textBytes) {
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
            log.inBandError(abort);
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
