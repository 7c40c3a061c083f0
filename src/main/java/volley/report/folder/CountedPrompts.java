package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
import volley.client.Usage;

/** The client's counts of prompts, made after the run; they are dropped unless they are kept. */
public interface CountedPrompts extends Closeable {
    /** Receives the counts of the completed requests that have one, in the order of their lines. */
    interface Receiver {
        /**
         * Called for each such request.
         *
         * @param row its place among the completed ones, from 0
         * @param turn index in its conversation, from 0
         * @param byServer {@link Usage#ABSENT} if the server told none
         */
        void counted(int row, int turn, int byServer, int byClient);
    }

    /** Puts them into {@code requests.jsonl}, which nobody writes any more. */
    void keep() throws IOException;
}
