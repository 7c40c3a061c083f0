package volley.cold;

import java.util.Arrays;
import java.util.Optional;

/**
 * How a run began: whether anything in the server's prefix cache could be found by its requests.
 *
 * @param word the verdict
 * @param reason why it is that, in one line
 */
public record Coldness(Word word, String reason) {
    /** The verdict. */
    public enum Word {
        /** The cache was emptied, and prompts that had been in it were computed anew. */
        PROVEN("proven"),
        /** The cache may be warm, but requests of this run find nothing of others in it. */
        SALTED("salted"),
        /** Neither is known. */
        NOT_PROVEN("not proven");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        /** As it stands in files and on consoles. */
        public String text() {
            return text;
        }

        /** The one with that text. */
        public static Optional<Word> of(String text) {
            return Arrays.stream(values())
                    .filter(word -> word.text.equals(text))
                    .findFirst();
        }
    }

    public static Coldness proven(String reason) {
        return new Coldness(Word.PROVEN, reason);
    }

    public static Coldness salted(String reason) {
        return new Coldness(Word.SALTED, reason);
    }

    public static Coldness notProven(String reason) {
        return new Coldness(Word.NOT_PROVEN, reason);
    }

    /** Whether figures of the run are those of a cache without other runs' prefixes. */
    public boolean isCold() {
        return word != Word.NOT_PROVEN;
    }

    /**
     * The verdict after the request that was sent first was answered.
     *
     * @param cachedTokens what the server took from its cache for it; less than 0 if it did not tell
     * @param templateTokens tokens of the chat template, which all runs have in common
     */
    public Coldness afterFirstRequest(long cachedTokens, long templateTokens) {
        return isCold() && cachedTokens > templateTokens
                ? notProven("the first request of the run found " + cachedTokens + " tokens in the cache (before it: "
                        + word.text() + ", " + reason + ")")
                : this;
    }

    /** The less certain of two, for runs that are taken as one. */
    public Coldness and(Coldness other) {
        return other.word.compareTo(word) > 0 ? other : this;
    }

    /** What a reader of the results must know, where it is not cold. */
    public String warning() {
        return "not proven cold: " + reason;
    }

    /** For a console. */
    public String text() {
        return word.text() + ": " + reason;
    }
}
