package volley.client;

/** What a connection has read and not decoded yet. Used by its event loop alone. */
interface WaitingReads {
    /**
     * It waits from now on.
     *
     * @return false if it does so already
     */
    boolean queue();

    /** Its time has come: it waits no more, and is decoded. */
    void decodeNow();
}
