package volley.config;

/** What a stall of the client or the server does to the arrivals after it. */
public enum Pacing {
    /** Nothing: every arrival keeps its planned time. */
    ABSOLUTE,
    /** Shifts them: the next arrival is one gap after the last send, as in the original. */
    UPSTREAM
}
