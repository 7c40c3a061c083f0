package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.Generated;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.FilterCounts;
import volley.dataset.PromptText;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.tokenizer.Tokenizer;

/**
 * Conversations that are begun one after the other for as long as a run goes: as many as it can need. Rounds and lengths are
 * drawn before the run, texts are made when they are to be sent, so that a long run needs no long memory.
 */
public final class SyntheticSessions {
    private final Settings settings;
    private final int repetition;
    private final TextSource texts;
    private final MeasuredText answer;

    private SyntheticSessions(Settings settings, int repetition, TextSource texts, MeasuredText answer) {
        this.settings = settings;
        this.repetition = repetition;
        this.texts = texts;
        this.answer = answer;
    }

    /** @throws volley.config.BadInputException if so many turns do not fit into memory */
    public static void requireRoom(Settings settings, double turns) {
        Generated.Dialogues asked = settings.generated().dialogues();
        TextVolume.check(
                turns,
                0,
                Math.max(asked.firstPromptTokens(), asked.furtherPromptTokens()),
                "duration-seconds",
                "request-rate",
                "num-clients");
    }

    /**
     * Makes conversations of at least so many turns.
     *
     * @param turnsByRate of each rate of a sweep; texts of each are its own
     * @param store where the texts wait from which theirs are cut
     * @throws volley.config.BadInputException if there are no texts to be made
     */
    public static List<Dataset> make(Settings settings, List<Long> turnsByRate, Tokenizer tokenizer, TextStore store) {
        long turns = turnsByRate.stream().mapToLong(Long::longValue).sum();
        TextSource texts = TextSources.of(settings, (int) Math.min(Integer.MAX_VALUE, turns), tokenizer, store);
        MeasuredText answer = new MeasuredText(SyntheticDialogues.ANSWER, tokenizer.count(SyntheticDialogues.ANSWER));
        List<Dataset> datasets = new ArrayList<>();
        for (long wanted : turnsByRate) {
            datasets.add(new SyntheticSessions(settings, datasets.size(), texts, answer).make(wanted));
        }
        return datasets;
    }

    private Dataset make(long wantedTurns) {
        UniformRandomProvider random = Draws.lengths(settings.workload().seed());
        boolean chat = settings.server().api().format().isChat();
        List<Conversation> conversations = new ArrayList<>();
        int number = 0;
        while (number < wantedTurns) {
            List<Turn> turns = new ArrayList<>();
            for (SyntheticDialogues.Lengths lengths :
                    SyntheticDialogues.draw(settings.generated().dialogues(), random)) {
                boolean behindAnswer = !turns.isEmpty() && !chat;
                turns.add(new Turn(
                        new LaterText(number++, lengths.inputTokens(), behindAnswer),
                        Optional.empty(),
                        lengths.inputTokens(),
                        lengths.outputTokens()));
            }
            conversations.add(new Conversation("session-" + (conversations.size() + 1), turns));
        }
        return new Dataset(conversations, new FilterCounts(Map.of()), conversations.size());
    }

    /** The text of that number, made at each call. */
    private final class LaterText implements PromptText {
        private final int number;
        private final int tokens;
        private final boolean behindAnswer;

        LaterText(int number, int tokens, boolean behindAnswer) {
            this.number = number;
            this.tokens = tokens;
            this.behindAnswer = behindAnswer;
        }

        @Override
        public String text() {
            return texts.text(
                            number,
                            tokens,
                            behindAnswer ? answer : MeasuredText.NOTHING,
                            Draws.texts(settings.workload().seed(), repetition, number))
                    .text();
        }

        @Override
        public String identity() {
            return String.join(
                    " ",
                    texts.identity(),
                    String.valueOf(settings.workload().seed()),
                    String.valueOf(repetition),
                    String.valueOf(number),
                    String.valueOf(tokens),
                    String.valueOf(behindAnswer));
        }

        @Override
        public boolean atHand() {
            return false;
        }

        @Override
        public PromptText inMemory() {
            texts.inMemory(number);
            return this;
        }
    }
}
