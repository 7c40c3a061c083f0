package volley.dataset;

/** Where the texts of a dataset are while a plan is made of them. Thread-safe. */
public interface TextStore extends AutoCloseable {
    /** In memory, for a generator that sends all of them. */
    TextStore MEMORY = PromptText::of;

    /** A text that can be read until the store is closed, and longer once it is {@link PromptText#inMemory}. */
    PromptText keep(String text);

    /** Where texts are that wait until it is known whether they are sent. */
    default TextStore forDrafts() {
        return this;
    }

    @Override
    default void close() {}
}
