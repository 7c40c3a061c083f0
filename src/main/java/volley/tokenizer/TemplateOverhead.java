package volley.tokenizer;

import java.util.List;
import volley.tokenizer.ChatTemplate.ChatMessage;

/**
 * Tokens a chat template adds to the texts of a conversation. With it, the prompt tokens of turn k are known without
 * rendering or tokenizing the history: {@code first + (k - 1) * further + tokens of all texts so far}.
 *
 * <p>Measured with probe texts: with T(m) the tokens of messages m rendered with the generation prompt and c(x) the
 * tokens of a text alone, {@code first = T([u]) - c(u)} and {@code further = T([u, a, u]) - T([u]) - c(a) - c(u)}.
 * Exact where the template treats all turns alike and no token spans the border of a text. With Qwen2.5 that is every
 * text that does not begin with a line break, blanks before it or not; such a break joins the template's own, and the
 * sum is one token too high for each such text.
 *
 * @param firstTurnTokens added to the first turn, generation prompt and default system prompt included
 * @param furtherTurnTokens added by each turn after it: the markup of one answer and one question
 */
public record TemplateOverhead(int firstTurnTokens, int furtherTurnTokens) {
    /** Without a chat template nothing is added. */
    public static final TemplateOverhead NONE = new TemplateOverhead(0, 0);

    /** There is a template, but what it adds is not known. */
    public static final TemplateOverhead UNKNOWN = new TemplateOverhead(-1, -1);

    private static final ChatMessage QUESTION = new ChatMessage("user", "What is a cache?");
    private static final ChatMessage ANSWER = new ChatMessage("assistant", "It keeps copies.");

    /**
     * Measures the overhead of the tokenizer's template; {@link #NONE} without one, {@link #UNKNOWN} where the one it
     * has is of no use.
     */
    public static TemplateOverhead of(Tokenizer tokenizer) {
        return tokenizer
                .chatTemplate()
                .map(template -> measure(tokenizer, template))
                .orElse(tokenizer.templateProblem().isPresent() ? UNKNOWN : NONE);
    }

    /** Of a plain prompt: no template, but the special tokens that the server's tokenizer puts before the text. */
    public static TemplateOverhead ofPlainText(Tokenizer tokenizer) {
        return new TemplateOverhead(tokenizer.openingIds().length, 0);
    }

    /** Whether prompts can be counted with it. */
    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    private static TemplateOverhead measure(Tokenizer tokenizer, ChatTemplate template) {
        int question = tokenizer.count(QUESTION.content());
        int answer = tokenizer.count(ANSWER.content());
        int one = tokenizer.count(template.render(List.of(QUESTION), true));
        int two = tokenizer.count(template.render(List.of(QUESTION, ANSWER, QUESTION), true));
        return new TemplateOverhead(one - question, two - one - answer - question);
    }

    /**
     * Prompt tokens of a turn.
     *
     * @param turnNumber from 1
     * @param textTokens tokens of all texts up to and with this turn's question, each counted alone
     */
    public long promptTokens(int turnNumber, long textTokens) {
        return firstTurnTokens + (turnNumber - 1L) * furtherTurnTokens + textTokens;
    }
}
