package volley.report.lens;

import java.util.List;
import volley.report.folder.GivenAnswer;

/** Where the parts of a prompt are that a chat template renders; places are numbers of tokens. Arguments as in {@link SentPrompts}. */
public interface RenderedHistory {
    /** Tokens of a prompt up to the end of the last answer in it: what the server has processed before. */
    int repeatedTokens(int conversation, int turn, List<GivenAnswer> answers);

    /** Tokens of a prompt without its end that opens the answer; 0 if the template renders no such text. */
    int closedTokens(int conversation, int turn, List<GivenAnswer> answers);

    /** Whether the thoughts of the last answer are not in the prompt, but would be if they were sent back. */
    boolean wouldKeepThoughts(int conversation, int turn, List<GivenAnswer> answers);
}
