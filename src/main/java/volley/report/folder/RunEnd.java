package volley.report.folder;

import java.util.Locale;

/**
 * What ended a run that had a time limit.
 *
 * @param turnsNotSent turns of the plan for which there was no time; they are not among the planned ones of the results
 */
public record RunEnd(Cause cause, long turnsNotSent) {
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
