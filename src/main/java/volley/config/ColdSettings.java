package volley.config;

import java.time.Duration;

/**
 * How a run gets an empty prefix cache, and what is asked for to believe it.
 *
 * @param flush whether the server is asked to empty its cache
 * @param patience for how long a server that is busy, or still warm after its yes, is asked again
 * @param canaries prompts that must be in the cache before and gone afterwards; 0: none, and nothing is proven
 * @param salt whether requests carry a cache salt of their run: {@code AUTO} where the flush is not proven
 * @param required whether a run that is not proven cold is refused: {@code AUTO} in comparisons and repeated runs
 */
public record ColdSettings(boolean flush, Duration patience, int canaries, When salt, When required) {
    private static final int MOST_CANARIES = 1000;

    /** When something is done. */
    public enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    static ColdSettings read(Parameters given) {
        return new ColdSettings(
                given.flag("flush-cache"),
                given.seconds("flush-timeout-seconds"),
                (int) given.whole("cold-canaries", 0, MOST_CANARIES),
                given.choice("cache-salt", When.class),
                given.choice("require-cold", When.class));
    }

    /**
     * Whether a run that is not proven cold is refused.
     *
     * @param compared whether its figures are laid beside those of other runs
     */
    public boolean isRequired(boolean compared) {
        return required == When.ALWAYS || (required == When.AUTO && compared && flush);
    }
}
