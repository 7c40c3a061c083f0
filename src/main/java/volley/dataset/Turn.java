package volley.dataset;

/**
 * One question to the server.
 *
 * @param prompt the user's text of this turn, without the history before it
 * @param promptTokens tokens of {@code prompt} alone, without history and chat template
 * @param outputTokens tokens to ask the server for
 */
public record Turn(String prompt, int promptTokens, int outputTokens) {}
