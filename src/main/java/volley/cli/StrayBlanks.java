package volley.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A backslash that was to continue a line, but has a blank or another word behind it, as in one command line of the
 * original's README, makes the shell put a blank before the next word, or makes a word of a blank alone.
 */
final class StrayBlanks {
    private static final Pattern OPTION_BEHIND_BLANKS = Pattern.compile("\\s+--?[A-Za-z].*", Pattern.DOTALL);

    private StrayBlanks() {}

    /** The words as they were meant: no option begins with a blank. A blank behind an option may be its value, and stays. */
    static String[] without(String... words) {
        List<String> meant = new ArrayList<>();
        String before = "";
        for (String word : words) {
            boolean stray = !word.isEmpty() && word.isBlank() && !before.startsWith("-");
            if (!stray) {
                meant.add(OPTION_BEHIND_BLANKS.matcher(word).matches() ? word.stripLeading() : word);
            }
            before = word;
        }
        return meant.toArray(String[]::new);
    }
}
