package volley.prepare;

import java.util.Optional;
import volley.config.ApiFormat;

/** What a run with a barrier between its rounds says of the original's, which sends something there. */
public final class BarrierNote {
    private BarrierNote() {}

    /** Nothing for a run without a barrier. */
    public static Optional<String> of(Preparation prepared) {
        return prepared.plan().load().roundBarrier()
                ? Optional.of(text(prepared.settings().server().api().format()))
                : Optional.empty();
    }

    /** The original asks for 100 tokens behind 100 ids; only {@code /generate} takes them. */
    static String text(ApiFormat format) {
        String left = format == ApiFormat.SGLANG
                ? "leaves about 200 tokens in the cache after each"
                : "is refused by this interface and leaves nothing in the cache";
        return "nothing was sent between rounds: the original's heartbeat, which is not copied, " + left
                + ", and its rest of 10 s counts in its throughputs";
    }
}
