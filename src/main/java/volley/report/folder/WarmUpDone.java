package volley.report.folder;

import java.time.Duration;
import java.util.Locale;

/**
 * How the client was warmed up before its run.
 *
 * @param rounds that were played to their end
 * @param took all of it
 * @param why it was of this extent, in words
 */
public record WarmUpDone(Extent extent, int rounds, Duration took, String why) {
    /** How far it is meant to go. */
    public enum Extent {
        /** Not at all. */
        NONE,
        /** Each path of the client is gone a few dozen times. */
        SHORT,
        /** A few hundred times, so that what is hottest is compiled. */
        MEDIUM,
        /** Until the JVM's compilers have nothing left to do, or its time is over. */
        FULL;

        /** As results have it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
