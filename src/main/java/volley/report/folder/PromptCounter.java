package volley.report.folder;

import java.util.List;

/** Counts a prompt's tokens as it was sent: with chat template, history and question, by the client's tokenizer. */
public interface PromptCounter {
    /**
     * Tokens of a prompt.
     *
     * @param conversation index in the plan, from 0
     * @param turn index in the conversation, from 0
     * @param answers the server's answers to the turns before, one each
     */
    int count(int conversation, int turn, List<GivenAnswer> answers);

    /** Whether also the prompts are to be counted that the server has counted, to lay the counts side by side. */
    default boolean all() {
        return true;
    }

    /** The same, for the prompts that the server has not counted. */
    default PromptCounter ofUncounted() {
        PromptCounter counter = this;
        return new PromptCounter() {
            @Override
            public int count(int conversation, int turn, List<GivenAnswer> answers) {
                return counter.count(conversation, turn, answers);
            }

            @Override
            public boolean all() {
                return false;
            }
        };
    }
}
