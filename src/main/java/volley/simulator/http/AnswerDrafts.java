package volley.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a simulated model answers to a prompt: always the same for the same seed and prompt. Immutable, thread-safe; not
 * for event loops, since it tokenizes.
 */
public final class AnswerDrafts {
    /** Natural lengths of answers, for requests that leave the end to the model. */
    private static final int SHORTEST_ANSWER = 16;

    private static final int LONGEST_ANSWER = 512;

    private final Function<String, int[]> tokenizer;
    private final int[] openingIds;
    private final Vocabulary vocabulary;
    private final long seed;
    private final int contextTokens;
    private final int textTokens;

    /** As the other, of a model that has as much to say as it is asked for. */
    public AnswerDrafts(Function<String, int[]> tokenizer, int[] openingIds, long seed, int contextTokens) {
        this(tokenizer, openingIds, seed, contextTokens, Integer.MAX_VALUE);
    }

    /**
     * @param tokenizer text to token ids
     * @param openingIds special tokens put before a prompt that is plain text
     * @param contextTokens longest prompt and answer together: longer prompts are refused, answers cut to fit
     * @param textTokens tokens of text that the model has to say; what it must say beyond are tokens without text
     */
    AnswerDrafts(Function<String, int[]> tokenizer, int[] openingIds, long seed, int contextTokens, int textTokens) {
        this.textTokens = textTokens;
        this.tokenizer = tokenizer;
        this.openingIds = openingIds.clone();
        this.vocabulary = Vocabulary.forTokenizer(tokenizer);
        this.seed = seed;
        this.contextTokens = contextTokens;
    }

    /**
     * A prompt and its answer.
     *
     * @param answerIds ids the answer will have as part of the next turn's prompt, at least as many as it has tokens
     * @param finishReason OpenAI's word
     */
    @SuppressWarnings("ArrayRecordComponent") // tens of thousands of ids; never compared
    public record Draft(int[] promptIds, int[] answerIds, Vocabulary.Answer answer, String finishReason) {
        /** The answer's text in ASCII, which is also the inside of a JSON string. */
        public byte[] answerText() {
            return answer.text(answer.tokens()).getBytes(US_ASCII);
        }

        /** The answer's text. */
        public String text() {
            return answer.text(answer.tokens());
        }

        /** Bytes of the {@link #answerText} that are its k-th token's, from 0. */
        public int tokenBytes(int k) {
            return answer.tokenTexts()[k].length;
        }

        /** Its tokens' ids, as the model made them; those without a text are special ones. */
        public int[] outputIds() {
            return Arrays.copyOf(answerIds, answer.tokens());
        }

        /** Tokens of the answer. */
        public int outputTokens() {
            return answer.tokens();
        }
    }

    /**
     * Answers a chat with {@code outputTokens}, if the context has room for them.
     *
     * @param ignoreEos false: with fewer, where the model's answer ends before
     * @throws UnusablePromptException if the prompt is longer than the context
     */
    public Draft ofChat(List<ChatMessage> messages, int outputTokens, boolean ignoreEos)
            throws UnusablePromptException {
        return draft(tokenizer.apply(Prompt.chatText(messages)), outputTokens, ignoreEos, false);
    }

    /**
     * As {@link #ofChat} for a plain text, as /generate and /v1/completions take it.
     *
     * @throws UnusablePromptException if the prompt is longer than the context
     */
    public Draft ofText(String text, int outputTokens, boolean ignoreEos) throws UnusablePromptException {
        return ofIds(plain(text), outputTokens, ignoreEos);
    }

    /**
     * As {@link #ofChat} for token ids, as these take them.
     *
     * @param ids kept, not to be changed
     * @throws UnusablePromptException if the prompt is longer than the context
     */
    public Draft ofIds(int[] ids, int outputTokens, boolean ignoreEos) throws UnusablePromptException {
        return draft(ids, outputTokens, ignoreEos, true);
    }

    Draft of(Prompt prompt, boolean plainText) throws UnusablePromptException {
        int[] ids =
                prompt.ids() != null ? prompt.ids() : plainText ? plain(prompt.text()) : tokenizer.apply(prompt.text());
        return draft(ids, prompt.maxTokens(), prompt.ignoreEos(), plainText);
    }

    private int[] plain(String text) {
        return IntStream.concat(IntStream.of(openingIds), IntStream.of(tokenizer.apply(text)))
                .toArray();
    }

    private Draft draft(int[] ids, int maxTokens, boolean ignoreEos, boolean plainText) throws UnusablePromptException {
        if (ids.length == 0) {
            throw new UnusablePromptException("The prompt has no token");
        }
        if (ids.length >= contextTokens) {
            throw new UnusablePromptException("The input (" + ids.length
                    + " tokens) is longer than the model's context length (" + contextTokens + " tokens).");
        }
        RandomGenerator random = new SplittableRandom(Seeds.mix(seed, ids));
        int natural = Math.max(1, Math.min(textTokens, random.nextInt(SHORTEST_ANSWER, LONGEST_ANSWER + 1)));
        int asked = maxTokens > 0 ? maxTokens : natural;
        int tokens = Math.min(ignoreEos ? asked : Math.min(asked, natural), contextTokens - ids.length);
        Vocabulary.Answer answer = vocabulary.draw(random, tokens, plainText).silentFrom(textTokens);
        int[] answerIds = answerIds(answer.text(tokens), plainText ? "" : Prompt.ANSWER_OPENING);
        return new Draft(
                ids,
                answerIds.length < tokens ? Arrays.copyOf(answerIds, tokens) : answerIds,
                answer,
                tokens == maxTokens ? "length" : "stop");
    }

    /**
     * The answer is tokenized behind what stands before it in the next prompt, because some tokenizers treat the start
     * of a text in their own way.
     */
    private int[] answerIds(String answer, String before) {
        int[] both = tokenizer.apply(before + answer);
        int skip = before.isEmpty() ? 0 : tokenizer.apply(before).length;
        return Arrays.copyOfRange(both, Math.min(skip, both.length), both.length);
    }
}
