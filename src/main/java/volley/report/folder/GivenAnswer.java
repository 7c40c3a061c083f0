package volley.report.folder;

import volley.client.TokenIds;

/**
 * An answer as the server gave it.
 *
 * @param text of the answer alone
 * @param reasoning the model's thoughts, where they were given apart from the text; else empty
 * @param ids token ids, where the server told them
 */
public record GivenAnswer(String text, String reasoning, TokenIds ids) {
    /** Of a request without an answer. */
    public static final GivenAnswer NONE = of("");

    /** A text, and nothing beside it. */
    public static GivenAnswer of(String text) {
        return new GivenAnswer(text, "", TokenIds.NONE);
    }
}
