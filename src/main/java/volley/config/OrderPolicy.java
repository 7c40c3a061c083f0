package volley.config;

/** Which waiting conversation's turn goes next. */
public enum OrderPolicy {
    /** The one that has waited longest: round robin while answers come in the order of the requests. */
    FIFO,
    /** A seeded draw among those ready. */
    RANDOM,
    /** Of those that have begun the one that has waited longest; if none is ready, the next that has not begun. */
    STARTED_FIRST,
    /** Round robin in the plan's order whatever the server's speed: the next in line is waited for. */
    STRICT
}
