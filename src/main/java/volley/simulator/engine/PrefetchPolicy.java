package volley.simulator.engine;

/** How long a waiting request waits for what is fetched for it from storage: SGLang's three policies. */
public enum PrefetchPolicy {
    /** Not at all: it takes what has come when it is its turn. */
    BEST_EFFORT,
    /** Until everything has come. */
    WAIT_COMPLETE,
    /** Until everything has come, or a time that grows with the tokens fetched is over. */
    TIMEOUT
}
