package volley.simulator.http;

/** How one answer looks on the wire: made for one request, called in order, on its event loop. */
interface AnswerFormat {
    /** The prompt is computed; called before anything is written. */
    void prefilled(CachedTokens cached);

    /** Events before the first token, if the kind of server has any. */
    void open(EventWriter events);

    /**
     * The event of the next tokens, one or more.
     *
     * @param texts of all of the answer's tokens, as the inside of a JSON string
     * @param from tokens sent before
     * @param upTo tokens sent with these
     * @param elapsedNs time since the request came
     */
    void tokens(EventWriter events, byte[][] texts, int from, int upTo, long elapsedNs);

    /** Events after the last token up to and including [DONE]. */
    void close(EventWriter events, int tokens, long elapsedNs);

    /** An event that breaks off inside its JSON. */
    void broken(EventWriter events);

    /** The answer in one piece. */
    String whole(String text, int tokens, long elapsedNs);
}
