package volley.config;

/** Which turns of a dataset's conversation are taken, and whether each leans on the ones before it. */
public enum TurnSelection {
    /** Every turn; a turn leans on the history before it. A document stands in the first prompt only. */
    MULTI_TURN,
    /** The first turn only. */
    FIRST_TURN,
    /** Every turn as a request of its own: each prompt repeats the document. Only for formats with documents. */
    SHARED_PREFIX
}
