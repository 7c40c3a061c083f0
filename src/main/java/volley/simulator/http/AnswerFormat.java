package volley.simulator.http;

/** How one answer looks on the wire: made for one request, called in order, on its event loop. */
interface AnswerFormat {
    /** The prompt is computed; called before anything is written. */
    void prefilled(int cachedTokens);

    /** Events before the first token, if the flavour has any. */
    void open(EventWriter events);

    /**
     * The event of one token.
     *
     * @param number which token, from 1
     * @param text its text, as the inside of a JSON string
     * @param last whether it is the answer's last
     * @param elapsedNs time since the request came
     */
    void token(EventWriter events, int number, byte[] text, boolean last, long elapsedNs);

    /** Events after the last token up to and including [DONE]. */
    void close(EventWriter events, int tokens, long elapsedNs);

    /** An event that breaks off inside its JSON. */
    void broken(EventWriter events);

    /** The answer in one piece. */
    String whole(String text, int tokens, long elapsedNs);
}
