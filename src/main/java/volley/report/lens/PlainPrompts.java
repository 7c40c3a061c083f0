package volley.report.lens;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import volley.report.folder.GivenAnswer;
import volley.tokenizer.Tokenizer;

/**
 * Prompts of {@code /generate} and {@code /v1/completions}: questions and answers one behind the other, without a chat
 * template, behind the special tokens that the tokenizer puts before a text.
 */
public final class PlainPrompts implements SentPrompts {
    private final Tokenizer tokenizer;
    private final IntFunction<List<String>> questions;
    private final boolean inPieces;

    private PlainPrompts(Tokenizer tokenizer, IntFunction<List<String>> questions, boolean inPieces) {
        this.tokenizer = tokenizer;
        this.questions = questions;
        this.inPieces = inPieces;
    }

    /**
     * One text, which the server tokenizes as a whole, with the tokens before it that its tokenizer adds.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     */
    public static SentPrompts ofText(Tokenizer tokenizer, IntFunction<List<String>> questions) {
        return new PlainPrompts(tokenizer, questions, false);
    }

    /**
     * Token ids: of each question made by the client, of each answer too, unless the server told them; the first behind the
     * special tokens.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     */
    public static SentPrompts ofIds(Tokenizer tokenizer, IntFunction<List<String>> questions) {
        return new PlainPrompts(tokenizer, questions, true);
    }

    @Override
    public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
        List<String> asked = questions.apply(conversation);
        IntStream.Builder ids = IntStream.builder();
        StringBuilder text = new StringBuilder();
        for (int k = 0; k <= turn; k++) {
            text.append(asked.get(k));
            if (inPieces) {
                IntStream.of(tokenizer.encode(asked.get(k))).forEach(ids);
            }
            if (k < turn) {
                text.append(answers.get(k).text());
                if (inPieces) {
                    IntStream.of(ids(answers.get(k))).forEach(ids);
                }
            }
        }
        IntStream texts = inPieces ? ids.build() : IntStream.of(tokenizer.encode(text.toString()));
        return IntStream.concat(IntStream.of(tokenizer.openingIds()), texts).toArray();
    }

    /** The server's own where it told them, as the history was made of them then. */
    private int[] ids(GivenAnswer answer) {
        return answer.ids().output().length > 0 ? answer.ids().output() : tokenizer.encode(answer.text());
    }

    @Override
    public GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer) {
        return new GeneratedIds(ids(answer), new int[0], answer.ids().output().length > 0);
    }
}
