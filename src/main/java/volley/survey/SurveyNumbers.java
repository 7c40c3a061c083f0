package volley.survey;

import java.util.Locale;

/** Numbers as a survey's text has them. */
final class SurveyNumbers {
    private SurveyNumbers() {}

    /** A count, in groups of three digits. */
    static String grouped(long value) {
        return number("%,.0f", (double) value);
    }

    /** @param share from 0 to 1 */
    static String percent(double share) {
        return number("%.2f %%", share * 100);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
