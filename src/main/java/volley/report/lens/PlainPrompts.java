package volley.report.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import volley.report.folder.GivenAnswer;
import volley.tokenizer.Tokenizer;

/** Prompts of {@code /generate}: questions and answers one behind the other, without a chat template. */
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
     * One text, which the server tokenizes as a whole.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     */
    public static SentPrompts ofText(Tokenizer tokenizer, IntFunction<List<String>> questions) {
        return new PlainPrompts(tokenizer, questions, false);
    }

    /**
     * Token ids, made by the client of each question and each answer by itself.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     */
    public static SentPrompts ofIds(Tokenizer tokenizer, IntFunction<List<String>> questions) {
        return new PlainPrompts(tokenizer, questions, true);
    }

    @Override
    public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
        List<String> asked = questions.apply(conversation);
        List<String> pieces = new ArrayList<>();
        for (int k = 0; k < turn; k++) {
            pieces.add(asked.get(k));
            pieces.add(answers.get(k).text());
        }
        pieces.add(asked.get(turn));
        return inPieces
                ? pieces.stream()
                        .flatMapToInt(piece -> IntStream.of(tokenizer.encode(piece)))
                        .toArray()
                : tokenizer.encode(String.join("", pieces));
    }

    @Override
    public GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer) {
        return GeneratedIds.of(tokenizer.encode(answer.text()));
    }
}
