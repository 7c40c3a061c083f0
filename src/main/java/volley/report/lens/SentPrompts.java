package volley.report.lens;

import java.util.List;
import java.util.Optional;
import volley.report.folder.GivenAnswer;

/** The token ids of a run's prompts, as the server saw them, and of its answers. */
public interface SentPrompts {
    /**
     * Ids of a whole prompt: chat template, history and question.
     *
     * @param conversation index in the plan, from 0
     * @param turn index in the conversation, from 0
     * @param answers the server's answers to the turns before, one each
     */
    int[] promptIds(int conversation, int turn, List<GivenAnswer> answers);

    /**
     * Which part of the server's cache a conversation has: what is cached in one is no hit in another.
     *
     * @return from 0; below a thousand
     */
    default int cachePart(int conversation) {
        return 0;
    }

    /**
     * Ids of what the server generated for a prompt: of all of it, also of what the next prompt does not repeat.
     *
     * @param answers to the turns before, one each
     * @param answer to this turn
     */
    GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer);

    /** How the history is rendered, where a chat template does it. */
    default Optional<RenderedHistory> rendered() {
        return Optional.empty();
    }
}
