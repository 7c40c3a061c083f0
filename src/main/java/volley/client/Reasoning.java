package volley.client;

import java.util.function.UnaryOperator;

/**
 * What a server gave of a model's thoughts beside the answer.
 *
 * @param field by which name it gave them, such as {@code reasoning_content}; empty if it gave none
 * @param escaped the text as the inside of a JSON string, as {@link Exchange#answer()} has it
 */
// It is copied into further requests as it is; a copy to guard it would be made for nothing.
@SuppressWarnings("ArrayRecordComponent")
public record Reasoning(String field, byte[] escaped) {
    /** No thoughts. */
    public static final Reasoning NONE = new Reasoning("", new byte[0]);

    /** Whether there are any. */
    public boolean isGiven() {
        return escaped.length > 0;
    }

    Reasoning masked(UnaryOperator<byte[]> mask) {
        return isGiven() ? new Reasoning(field, mask.apply(escaped)) : this;
    }
}
