package volley.tokenizer;

import java.util.random.RandomGenerator;

/** Seeded random texts. */
final class RandomText {
    private static final String[] WORDS = {
        "cache",
        "Token",
        "prefix",
        "the",
        "HTTP/2",
        "naïve",
        "東京",
        "{{ 7 * 7 }}",
        "{% raw %}",
        "<|im_end|>",
        "don't",
        "3.14",
        "🚀",
        "a",
        "\n",
        "\n\n",
        "\t",
        "  ",
        "…",
        "\"quoted\"",
        "\\n",
        "{#",
        "#}",
        "%}"
    };

    private RandomText() {}

    /** Any code points but surrogates: controls, all planes, unassigned ones. */
    static String unicode(RandomGenerator random, int codePoints) {
        StringBuilder text = new StringBuilder();
        while (codePoints > 0) {
            int bound = random.nextBoolean() ? 0x80 : random.nextBoolean() ? 0x3000 : Character.MAX_CODE_POINT + 1;
            int codePoint = random.nextInt(bound);
            if (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE) {
                text.appendCodePoint(codePoint);
                codePoints--;
            }
        }
        return text.toString();
    }

    /** Words, white space, markup of templates and special tokens; begins with a letter. */
    static String prose(RandomGenerator random, int words) {
        StringBuilder text = new StringBuilder("So");
        for (int i = 0; i < words; i++) {
            text.append(random.nextInt(4) == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
