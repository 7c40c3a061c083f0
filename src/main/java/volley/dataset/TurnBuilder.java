package volley.dataset;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import volley.config.TurnSelection;
import volley.tokenizer.Tokenizer;

/**
 * Measures drafts with the tokenizer and takes those that pass. A turn that is too short ends the conversation before
 * it: leaving it out and sending the rest would put later questions into a history they were not asked in.
 */
final class TurnBuilder {
    private final DatasetRequest request;
    private final int minAnswerTokens;
    private final Tokenizer tokenizer;
    private final TextStore texts;
    private final FilterTally tally;
    private final List<Conversation> taken = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    TurnBuilder(DatasetRequest request, int minAnswerTokens, Tokenizer tokenizer, TextStore texts, FilterTally tally) {
        this.request = request;
        this.minAnswerTokens = minAnswerTokens;
        this.tokenizer = tokenizer;
        this.texts = texts;
        this.tally = tally;
    }

    /** Takes the draft if it passes; {@code record} is its place in the file, from 0, for drafts without an id. */
    void offer(Draft draft, long record) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < draft.exchanges().size(); i++) {
            String prompt = draft.prompt(i, request.turns());
            int promptTokens = tokenizer.count(prompt);
            if (promptTokens < Turn.MIN_TOKENS) {
                tally.add(i == 0 ? FilterReason.PROMPT_TOO_SHORT : FilterReason.CUT_AT_SHORT_PROMPT);
                break;
            }
            OptionalInt outputTokens = outputTokens(draft.exchanges().get(i).answer());
            if (outputTokens.isEmpty()) {
                tally.add(i == 0 ? FilterReason.ANSWER_TOO_SHORT : FilterReason.CUT_AT_SHORT_ANSWER);
                break;
            }
            turns.add(new Turn(texts.keep(prompt), promptTokens, outputTokens.getAsInt()));
            if (request.turns() == TurnSelection.FIRST_TURN) {
                break;
            }
        }
        if (!turns.isEmpty()) {
            taken.add(new Conversation(uniqueId(draft.id(), record), turns));
        }
    }

    /** Empty if the dataset's answer is too short to be asked for. */
    private OptionalInt outputTokens(String answer) {
        if (request.fixedOutputTokens().isPresent()) {
            return request.fixedOutputTokens();
        }
        int tokens = tokenizer.count(answer);
        return tokens < minAnswerTokens ? OptionalInt.empty() : OptionalInt.of(tokens);
    }

    /** Datasets repeat ids (ShareGPT does); reports must be able to tell conversations apart. */
    private String uniqueId(Optional<String> id, long record) {
        String wanted = id.filter(text -> !text.isBlank()).orElse("record-" + (record + 1));
        String unique = wanted;
        for (int copy = 2; !ids.add(unique); copy++) {
            unique = wanted + "#" + copy;
        }
        return unique;
    }

    /** Conversations taken so far, in the order offered. */
    List<Conversation> taken() {
        return taken;
    }

    /** How many are still wanted; unlimited if all are. */
    int missing() {
        return request.conversations().isPresent()
                ? request.conversations().getAsInt() - taken.size()
                : Integer.MAX_VALUE;
    }
}
