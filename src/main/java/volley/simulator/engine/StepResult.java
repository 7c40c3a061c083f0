package volley.simulator.engine;

import java.util.List;

/**
 * What one step did.
 *
 * @param durationNs how long it took; its events happen at its end. The next step is due not before
 * @param events tokens, in the order of the batch
 */
public record StepResult(Kind kind, long durationNs, List<TokenEvent> events) {
    /** What the step computed. */
    public enum Kind {
        PREFILL,
        DECODE,
        /**
         * Nothing: all requests wait for storage, the first of them to the end of the duration. The next step may be done
         * earlier, when another request comes.
         */
        WAIT,
        /** Nothing: no request is there. */
        IDLE
    }

    static final StepResult IDLE = new StepResult(Kind.IDLE, 0, List.of());

    public StepResult {
        events = List.copyOf(events);
    }
}
