package volley.report.folder;

import java.util.Locale;
import java.util.Optional;

/**
 * What ended a run that had a time limit.
 *
 * @param turnsNotSent turns of the plan for which there was no time; they are not among the planned ones of the results. Where
 *     conversations begin one after the other, those of conversations that had begun
 * @param sessions conversations, where they begin one after the other
 */
public record RunEnd(Cause cause, long turnsNotSent, Optional<Sessions> sessions) {
    /**
     * Conversations by what became of them; the others were under way when the time was over.
     *
     * @param began those of which a turn was sent
     * @param ended those of which every turn was answered
     * @param failed those that a failed turn ended
     */
    public record Sessions(int began, int ended, int failed) {}

    /** What came first. */
    public enum Cause {
        /** Its time was over. */
        TIME,
        /** Every turn of the plan was played. */
        PLAN;

        /** The name in results. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
