package volley.report.compare;

import java.util.Locale;

/** Times for sentences, in a unit that is read easily. */
final class TimeText {
    private static final double LONG_MS = 10_000;

    private TimeText() {}

    /** Such as {@code 12.3 ms}, from ten seconds on {@code 12.3 s}. */
    static String of(double ms) {
        return Math.abs(ms) < LONG_MS
                ? String.format(Locale.ROOT, "%,.1f ms", ms)
                : String.format(Locale.ROOT, "%,.1f s", ms / 1e3);
    }

    /** Two of one unit. */
    static String of(double oneMs, String word, double otherMs) {
        boolean seconds = Math.max(Math.abs(oneMs), Math.abs(otherMs)) >= LONG_MS;
        double unit = seconds ? 1e3 : 1;
        return String.format(
                Locale.ROOT, "%,.1f %s %,.1f %s", oneMs / unit, word, otherMs / unit, seconds ? "s" : "ms");
    }
}
