package volley.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The code of a document in Markdown: spans, and the lines of fenced blocks, those that end with a backslash with the next one.
 * Commands that stand behind each other are apart.
 */
final class DocumentedCode {
    private static final Pattern FENCE = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");

    private DocumentedCode() {}

    static List<String> of(Path document) throws IOException {
        String text = Files.readString(document);
        List<String> code = new ArrayList<>();
        FENCE.matcher(text).results().map(block -> block.group(1)).forEach(block -> block.replaceAll("\\\\\\n\\s*", " ")
                .lines()
                .forEach(code::add));
        SPAN.matcher(FENCE.matcher(text).replaceAll(""))
                .results()
                .map(span -> span.group(1).replaceAll("\\s+", " "))
                .forEach(code::add);
        return code.stream()
                .flatMap(line -> Stream.of(line.split(" && |; |, (?=mvn )")))
                .map(line -> line.replaceFirst("\\s+# .*", "")
                        .replaceFirst("^\\$ ", "")
                        .strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** As a shell would part them, without its quotes. */
    static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(MatchResult::group)
                .map(word -> word.replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"))
                .toList();
    }
}
