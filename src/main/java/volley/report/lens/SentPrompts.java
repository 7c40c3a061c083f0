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

    /** Ids of an answer alone. */
    int[] answerIds(String answer);
}
