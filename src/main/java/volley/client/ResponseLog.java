package volley.client;

/** What the parser found in one response so far. Written by one event loop. */
final class ResponseLog {
    final EventLog events;
    final UsageReader usage = new UsageReader();
    final ServerTimesReader serverTimes = new ServerTimesReader();
    String finishReason;
    /** The error object's text, once one came. */
    String inBandError;
    /** What could not be read, once something could not. Nothing after it is parsed. */
    String badJson;

    /** Why the client could not hold more of it, once it could not. */
    String noRoom;

    /** The first object that was neither an answer's nor an error. */
    private String noAnswer;

    private boolean sawAnswer;
    /** Whether a token came, with text or by the server's count. */
    boolean sawToken;

    boolean sawDone;

    /** Makes lines of what the server says in error. */
    final ErrorLine errors;

    ResponseLog(int expectedEvents) {
        this(expectedEvents, Secrets.NONE);
    }

    ResponseLog(int expectedEvents, Secrets secrets) {
        errors = secrets == Secrets.NONE ? ErrorLine.OF_OUR_OWN : new ErrorLine(secrets);
        events = new EventLog(expectedEvents);
    }

    void add(long timeNs, EventKind kind, int tokensSoFar) {
        sawToken |= kind.bearsTokens() || tokensSoFar > 0;
        sawDone |= kind == EventKind.DONE;
        sawAnswer |= kind != EventKind.DONE && kind != EventKind.COMMENT;
        events.add(timeNs, kind, tokensSoFar);
    }

    /** Adds an event with answer text. */
    void addContent(long timeNs, int tokensSoFar, int textBytesSoFar) {
        sawToken = true;
        events.add(timeNs, EventKind.CONTENT, tokensSoFar, textBytesSoFar);
    }

    /**
     * Keeps the first error.
     *
     * @param text in one line, or {@code null} for none
     */
    void inBandError(String text) {
        if (inBandError == null) {
            inBandError = text;
        }
    }

    /** Keeps what the first object was that is neither an answer's nor an error. */
    void noAnswer(String what) {
        if (noAnswer == null) {
            noAnswer = what;
        }
    }

    /** The body has ended: if nothing of it was an answer's, it could not be read. */
    void end() {
        if (badJson == null && !sawAnswer && !sawToken) {
            badJson = noAnswer;
        }
    }

    /** Whether the server said that the answer is complete. */
    boolean isFinished() {
        return sawDone || finishReason != null;
    }
}
