package volley.simulator.virtual;

/**
 * One turn of a conversation by its token ids.
 *
 * @param newTokens what the turn adds to the history before it; not copied, must not change afterwards
 * @param answerTokens what the server will answer; not copied, must not change afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // Carries token ids only; nothing compares turns.
public record VirtualTurn(int[] newTokens, int[] answerTokens) {}
