package volley.dataset;

import volley.config.Shard;

/** Where the texts of a dataset are while a plan is made of them. Thread-safe. */
public interface TextStore extends AutoCloseable {
    /** In memory, for a generator that sends all of them. */
    TextStore MEMORY = PromptText::of;

    /**
     * The store for a part of a plan: each generator needs all texts once, for the plan's hash, and its own alone to send.
     *
     * @throws volley.config.BadInputException if a file is needed and cannot be made
     */
    static TextStore of(Shard shard) {
        return shard.isWhole() ? MEMORY : TextSpool.inTemporaryFolder();
    }

    /** A text that can be read until the store is closed, and longer once it is {@link PromptText#inMemory}. */
    PromptText keep(String text);

    @Override
    default void close() {}
}
