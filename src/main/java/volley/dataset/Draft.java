package volley.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import volley.config.TurnSelection;

/**
 * A conversation as the file has it, before any text is measured.
 *
 * @param id the dataset's id, if it has one
 * @param groupKey records with the same key are one conversation; empty if each record is one
 * @param defect why the record cannot be used; then nothing else counts
 * @param document text all questions are about, or null
 * @param exchanges questions with the dataset's answers
 */
record Draft(
        Optional<String> id,
        Optional<String> groupKey,
        Optional<FilterReason> defect,
        String document,
        List<QuestionAnswer> exchanges) {

    /** Texts of one turn; both null where only the structure was asked for. */
    record QuestionAnswer(String question, String answer) {}

    static Draft unusable(FilterReason defect) {
        return new Draft(Optional.empty(), Optional.empty(), Optional.of(defect), null, List.of());
    }

    static Draft chat(Optional<String> id, List<QuestionAnswer> exchanges) {
        return new Draft(id, Optional.empty(), Optional.empty(), null, exchanges);
    }

    /** This conversation with the questions of another record of its group after its own. */
    Draft append(Draft next) {
        List<QuestionAnswer> all = new ArrayList<>(exchanges);
        all.addAll(next.exchanges);
        return new Draft(id, groupKey, defect, document, all);
    }

    /** A draft with texts that waits in the store until it is asked for. */
    Supplier<Draft> in(TextStore texts) {
        Draft outline = new Draft(id, groupKey, defect, null, List.of());
        Optional<PromptText> stored = Optional.ofNullable(document).map(texts::keep);
        List<PromptText> questions =
                exchanges.stream().map(each -> texts.keep(each.question())).toList();
        List<PromptText> answers =
                exchanges.stream().map(each -> texts.keep(each.answer())).toList();
        return () -> new Draft(
                outline.id,
                outline.groupKey,
                outline.defect,
                stored.map(PromptText::text).orElse(null),
                IntStream.range(0, questions.size())
                        .mapToObj(i -> new QuestionAnswer(
                                questions.get(i).text(), answers.get(i).text()))
                        .toList());
    }

    /** Text to send in a turn (0-based). LooGLE's first prompt carries the document, the following do not. */
    String prompt(int turn, TurnSelection selection) {
        String question = exchanges.get(turn).question();
        boolean withDocument = document != null && (turn == 0 || selection == TurnSelection.SHARED_PREFIX);
        return withDocument ? "Input: " + document + " Question: " + question : question;
    }
}
