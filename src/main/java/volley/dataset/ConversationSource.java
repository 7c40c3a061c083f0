package volley.dataset;

import volley.tokenizer.Tokenizer;

/**
 * Conversations that a simulation brings along, in place of a dataset that Volley reads: texts of its own, or a reader of its own
 * format.
 */
@FunctionalInterface
public interface ConversationSource {
    /**
     * Called once, before anything is sent. What it gives is gone through once, as far as {@code num-prompts} asks: one that
     * makes each conversation as it is asked for need not have all of them in memory, and where several generators play one
     * plan ({@code shard}), none of them has.
     *
     * @param tokenizer of the run, to count the texts' tokens: {@link Turn#of}
     * @return in the order in which they wait at the start, with ids unique among them
     * @throws volley.config.BadInputException if they cannot be had, with the line that the user is to read
     */
    Iterable<Conversation> conversations(Tokenizer tokenizer);
}
