package volley.report.lens;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import volley.report.folder.GivenAnswer;

/**
 * What it costs that a prompt does not begin with the prompt before it and its answer: how many of its tokens the server has
 * processed before and must compute again, whatever its cache. Counted token by token, on the first conversations of a run.
 *
 * <p>Memory: the ids of the last turn of {@value #CONVERSATIONS} conversations.
 */
final class HistoryCost {
    private static final int CONVERSATIONS = 200;

    /** The answer's last token, which no server computes, and one that joins the markup behind it. */
    private static final int END_TOKENS = 2;

    /** Why a prompt does not begin so. */
    enum Kind {
        KEPT("this model's template keeps the history as it was: no token of it is computed again"),
        THOUGHTS("this model's template drops the thoughts: %,d tokens of each next prompt are computed again"),
        NOT_SENT(
                "the thoughts are not sent back, and this model's template would keep them (reasoning-in-history=true):"
                        + " %,d tokens of each next prompt are computed again"),
        OPENING(
                "this model's template opens an answer otherwise than it repeats it in the history: %,d tokens of each next"
                        + " prompt are computed again"),
        ANSWER(
                "this model's template writes answers anew in the history, or they tokenize otherwise there: %,d tokens of each"
                        + " next prompt are computed again"),
        EARLIER(
                "this model's template changes earlier messages of the history: %,d tokens of each next prompt are computed"
                        + " again");

        private final String sentence;

        Kind(String sentence) {
            this.sentence = sentence;
        }

        /** Name in files. */
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Prompts that came after another, and what of them is computed again. */
    record Cost(Kind kind, long prompts, long tokens) {
        /** The sentence as one by itself. */
        String forPeople() {
            String sentence = sentence();
            return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".";
        }

        /** What to make of it, without the capital letter and the full stop. */
        String sentence() {
            return String.format(Locale.ROOT, kind.sentence, prompts == 0 ? 0 : Math.round((double) tokens / prompts));
        }
    }

    /** A conversation's last turn: its ids as the server has computed them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Played(int[] ids, int promptTokens, int computed, boolean thoughts) {}

    private final Optional<RenderedHistory> rendered;
    private final Map<Integer, Played> last = new HashMap<>();
    private final EnumMap<Kind, Cost> costs = new EnumMap<>(Kind.class);

    HistoryCost(Optional<RenderedHistory> rendered) {
        this.rendered = rendered;
    }

    /** A prompt is sent. */
    void sent(int conversation, int turn, List<GivenAnswer> answers, int[] prompt) {
        Played before = last.get(conversation);
        if (before == null || turn == 0) {
            return;
        }
        RenderedHistory history = rendered.orElseThrow();
        int same = same(before, prompt);
        int again = history.repeatedTokens(conversation, turn, answers) - same;
        Kind kind = again <= END_TOKENS ? Kind.KEPT : kind(history, before, same, conversation, turn, answers);
        Cost sofar = costs.getOrDefault(kind, new Cost(kind, 0, 0));
        costs.put(kind, new Cost(kind, sofar.prompts() + 1, sofar.tokens() + Math.max(0, again)));
    }

    private static int same(Played before, int[] prompt) {
        int longest = Math.min(before.computed(), prompt.length);
        int same = 0;
        while (same < longest && before.ids()[same] == prompt[same]) {
            same++;
        }
        return same;
    }

    private static Kind kind(
            RenderedHistory history, Played before, int same, int conversation, int turn, List<GivenAnswer> answers) {
        if (same + END_TOKENS < history.closedTokens(conversation, turn - 1, answers.subList(0, turn - 1))) {
            return Kind.EARLIER;
        }
        if (before.thoughts()) {
            return history.wouldKeepThoughts(conversation, turn, answers) ? Kind.NOT_SENT : Kind.THOUGHTS;
        }
        return same < before.promptTokens() ? Kind.OPENING : Kind.ANSWER;
    }

    /**
     * An answer is complete.
     *
     * @param ids of the prompt and all that was generated, of which {@code computed} are in the cache
     */
    void answered(int conversation, int[] ids, int promptTokens, int computed, GivenAnswer answer) {
        if (rendered.isPresent() && (last.size() < CONVERSATIONS || last.containsKey(conversation))) {
            boolean inText = !GeneratedText.withoutThoughts(answer.text())
                    .equals(answer.text().strip());
            last.put(
                    conversation,
                    new Played(
                            ids,
                            promptTokens,
                            computed,
                            inText || !answer.reasoning().isEmpty()));
        }
    }

    /** What costs most; empty if no prompt came after another, or no template renders them. */
    Optional<Cost> most() {
        return costs.values().stream()
                .reduce((a, b) ->
                        a.tokens() > b.tokens() || (a.tokens() == b.tokens() && a.prompts() >= b.prompts()) ? a : b);
    }
}
