package volley.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** The expressions by which byte-level tokenizers part a text, none of which has a match that goes on into a blank. */
final class WordExpressions {
    private static final String PUNCTUATION = "| ?[^\\s\\p{L}\\p{N}]+";
    private static final String BLANKS = "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String ENDING = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";

    /** Of the o200k kind: letters by their case. */
    private static final String LOWER =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+";

    private static final String UPPER =
            "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*";

    /** GPT-2's is built into byte-level. */
    private static final Set<String> WHOLE = Set.of(
            // Qwen since 2
            letters("\\p{N}"),
            // GPT-3.5 and 4, Llama 3
            letters("\\p{N}{1,3}"),
            // GPT-4o, gpt-oss
            cases(ENDING + "?", "\\p{N}{1,3}"),
            // Mistral's Tekken
            cases("", "\\p{N}"));

    /** DeepSeek V3 and R1: one after the other. */
    private static final List<String> DEEPSEEK = List.of(
            "\\p{N}{1,3}",
            "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
            "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+|"
                    + " ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+");

    private WordExpressions() {}

    private static String letters(String digits) {
        return ENDING + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + digits + PUNCTUATION + "[\\r\\n]*" + BLANKS;
    }

    private static String cases(String ending, String digits) {
        return LOWER + ending + "|" + UPPER + ending + "|" + digits + PUNCTUATION + "[\\r\\n/]*" + BLANKS;
    }

    /**
     * Whether a text is parted by one of them.
     *
     * @param steps of a pre-tokenizer, of which the last is not looked at
     */
    static boolean part(JsonNode steps) {
        if (steps.size() == 2) {
            return isSplit(steps.path(0), true)
                    && WHOLE.contains(
                            steps.path(0).path("pattern").path("Regex").asText());
        }
        if (steps.size() != DEEPSEEK.size() + 1) {
            return false;
        }
        for (int i = 0; i < DEEPSEEK.size(); i++) {
            boolean same = steps.path(i).path("pattern").path("Regex").asText().equals(DEEPSEEK.get(i));
            if (!same || !isSplit(steps.path(i), false)) {
                return false;
            }
        }
        return true;
    }

    /** @param coversAll whether every character is in a match: then nothing is lost where what is between them is dropped */
    private static boolean isSplit(JsonNode step, boolean coversAll) {
        String behavior = step.path("behavior").asText();
        boolean inverted = step.path("invert").asBoolean(true);
        return step.path("type").asText().equals("Split")
                && ((behavior.equals("Isolated") && !inverted)
                        || (coversAll && behavior.equals("Removed") && inverted));
    }
}
