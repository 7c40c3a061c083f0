package volley.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import volley.client.WireFormat;
import volley.config.ServerIds;
import volley.config.Settings;
import volley.dataset.Turn;
import volley.plan.Plan;
import volley.report.folder.GivenAnswer;
import volley.report.lens.GeneratedIds;
import volley.report.lens.SentPrompts;
import volley.simulator.http.AnswerDrafts;
import volley.simulator.http.AnswerDrafts.Draft;
import volley.simulator.http.ChatMessage;
import volley.simulator.http.UnusablePromptException;
import volley.tokenizer.Tokenizer;

/**
 * What the simulated model is asked and answers in each turn of a plan. A model's answer depends on its prompt only, so
 * it is the same in every run, whatever order and server: made once, kept for further runs, which may be under way at
 * once.
 */
public final class VirtualAnswers implements SentPrompts {
    private final Plan plan;
    private final Tokenizer tokenizer;
    private final boolean ignoreEos;
    private final List<History> histories = new ArrayList<>();
    private final List<List<Draft>> made = new ArrayList<>();

    /** A conversation so far, as the server sees it. */
    private interface History {
        void question(String text);

        void answer(Draft draft);

        Draft draft(int outputTokens, boolean ignoreEos) throws UnusablePromptException;
    }

    /**
     * Answers as a simulated server's.
     *
     * @param format in which a run over HTTP would send the prompts
     * @param requests whether an answer has all tokens asked for, and whether the server's token ids are used
     */
    VirtualAnswers(Plan plan, WireFormat format, Tokenizer tokenizer, AnswerDrafts drafts, Settings.Requests requests) {
        boolean serversIds = requests.serverIds() != ServerIds.OFF;
        this.plan = plan;
        this.tokenizer = tokenizer;
        this.ignoreEos = requests.ignoreEos();
        for (int c = 0; c < plan.conversations().size(); c++) {
            histories.add(
                    switch (format) {
                        case CHAT -> new Chat(drafts);
                        case GENERATE, COMPLETIONS -> new Text(drafts);
                        case GENERATE_IDS, COMPLETIONS_IDS -> new Ids(drafts, tokenizer, serversIds);
                    });
            made.add(new ArrayList<>());
        }
    }

    /**
     * The turn's prompt and answer; empty if the server refuses a prompt so long: nothing more is asked in that
     * conversation then. Ask for turns in their order.
     */
    Optional<Draft> of(int conversation, int turn) {
        List<Draft> known = made.get(conversation);
        synchronized (known) {
            return of(conversation, turn, known);
        }
    }

    private Optional<Draft> of(int conversation, int turn, List<Draft> known) {
        if (turn < known.size()) {
            return Optional.ofNullable(known.get(turn));
        }
        Turn question = plan.conversations().get(conversation).turns().get(turn);
        History history = histories.get(conversation);
        history.question(question.prompt());
        Draft draft = null;
        try {
            draft = history.draft(question.outputTokens(), ignoreEos);
            history.answer(draft);
        } catch (UnusablePromptException e) {
            // Refused in further runs too.
        }
        known.add(draft);
        return Optional.ofNullable(draft);
    }

    /** The answers are those that were made here. */
    @Override
    public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
        return of(conversation, turn)
                .orElseThrow(() -> new IllegalStateException("a prompt that was refused has no tokens"))
                .promptIds();
    }

    @Override
    public GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer) {
        return GeneratedIds.of(tokenizer.encode(answer.text()));
    }

    private static final class Chat implements History {
        private final AnswerDrafts drafts;
        private final List<ChatMessage> messages = new ArrayList<>();

        Chat(AnswerDrafts drafts) {
            this.drafts = drafts;
        }

        @Override
        public void question(String text) {
            messages.add(new ChatMessage("user", text));
        }

        @Override
        public void answer(Draft draft) {
            messages.add(new ChatMessage("assistant", draft.text()));
        }

        @Override
        public Draft draft(int outputTokens, boolean ignoreEos) throws UnusablePromptException {
            return drafts.ofChat(messages, outputTokens, ignoreEos);
        }
    }

    private static final class Text implements History {
        private final AnswerDrafts drafts;
        private final StringBuilder texts = new StringBuilder();

        Text(AnswerDrafts drafts) {
            this.drafts = drafts;
        }

        @Override
        public void question(String text) {
            texts.append(text);
        }

        @Override
        public void answer(Draft draft) {
            texts.append(draft.text());
        }

        @Override
        public Draft draft(int outputTokens, boolean ignoreEos) throws UnusablePromptException {
            return drafts.ofText(texts.toString(), outputTokens, ignoreEos);
        }
    }

    private static final class Ids implements History {
        private final AnswerDrafts drafts;
        private final Tokenizer tokenizer;
        private final boolean serversIds;
        private int[] ids;

        Ids(AnswerDrafts drafts, Tokenizer tokenizer, boolean serversIds) {
            this.serversIds = serversIds;
            this.drafts = drafts;
            this.tokenizer = tokenizer;
            this.ids = tokenizer.openingIds();
        }

        @Override
        public void question(String text) {
            append(tokenizer.encode(text));
        }

        @Override
        public void answer(Draft draft) {
            append(serversIds ? draft.outputIds() : tokenizer.encode(draft.text()));
        }

        @Override
        public Draft draft(int outputTokens, boolean ignoreEos) throws UnusablePromptException {
            return drafts.ofIds(ids, outputTokens, ignoreEos);
        }

        private void append(int[] more) {
            int before = ids.length;
            ids = Arrays.copyOf(ids, before + more.length);
            System.arraycopy(more, 0, ids, before, more.length);
        }
    }
}
