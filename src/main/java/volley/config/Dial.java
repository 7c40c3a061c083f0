package volley.config;

/**
 * A workload of which a prefix cache can have an asked part.
 *
 * @param hitRate tokens in an unlimited cache over those of all prompts, 0 to 1
 * @param scope among whom prompts begin alike
 * @param rounds requests of a conversation, where that is the scope
 * @param inputTokens of a prompt, without chat template
 * @param outputTokens of an answer
 */
public record Dial(double hitRate, Scope scope, int rounds, int inputTokens, int outputTokens) {
    /** Among whom prompts begin alike. */
    public enum Scope {
        /** Among all. */
        USERS,
        /** Among the requests of a conversation; two conversations have nothing in common. */
        CONVERSATIONS
    }

    static Dial read(Parameters given) {
        double hitRate = given.number("hit-rate", 0, false, false);
        if (hitRate > 1) {
            throw given.bad("hit-rate", "is not a number from 0 to 1, such as 0.8");
        }
        return new Dial(
                hitRate,
                given.choice("hit-rate-among", Scope.class),
                (int) given.whole("num-rounds", 1, Integer.MAX_VALUE),
                (int) given.whole("dial-input-len", 1, Integer.MAX_VALUE),
                (int) given.whole("dial-output-len", 1, Integer.MAX_VALUE));
    }
}
