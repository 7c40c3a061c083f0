package volley.report.lens;

import java.util.List;

/** The token ids of a run's prompts, as the server saw them. */
public interface SentPrompts {
    /**
     * Ids of a whole prompt: chat template, history and question.
     *
     * @param conversation index in the plan, from 0
     * @param turn index in the conversation, from 0
     * @param answers the server's answers to the turns before, one each
     */
    int[] promptIds(int conversation, int turn, List<String> answers);

    /**
     * Which part of the server's cache a conversation has: what is cached in one is no hit in another.
     *
     * @return from 0; below a thousand
     */
    default int cachePart(int conversation) {
        return 0;
    }

    /** Ids of an answer alone. */
    int[] answerIds(String answer);
}
