package volley.cli;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Options copied from a page on which two hyphens had become a dash, which looks the same and is not. */
final class LongDashes {
    private static final Pattern OPTION = Pattern.compile("-?[\\p{Pd}\u2212&&[^-]]-?(\\w.*)", Pattern.DOTALL);

    private LongDashes() {}

    /** What is wrong with the first such option, in one line. */
    static Optional<String> mistake(String... args) {
        return Stream.of(args)
                .map(OPTION::matcher)
                .filter(found -> found.matches())
                .map(found -> found.group() + " begins with a dash that is no hyphen; write --" + found.group(1))
                .findFirst();
    }
}
