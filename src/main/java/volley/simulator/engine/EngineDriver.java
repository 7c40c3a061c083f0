package volley.simulator.engine;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * Runs an {@link Engine} along a clock that somebody else reads: a thread in real time, a loop in virtual time. Steps
 * follow each other on an absolute schedule, so that a late call of {@link #advance} delays no later step.
 *
 * <p>With a speed-up of s everything takes an s-th of its time. Not safe for use by several threads.
 */
public final class EngineDriver {
    private static final long NEVER = Long.MAX_VALUE;

    private final Engine engine;
    private final double speedup;
    private final LongSupplier wallNanoClock;
    private final Map<Long, Listener> listeners = new HashMap<>();
    private final PriorityQueue<Arrival> arrivals =
            new PriorityQueue<>(Comparator.comparingLong(Arrival::dueNs).thenComparingLong(Arrival::number));
    private StepResult currentStep = StepResult.IDLE;
    private long stepEndNs = NEVER;
    /** When a request waits no longer for storage, if nothing comes before. */
    private long wakeNs = NEVER;

    private OptionalLong originNs = OptionalLong.empty();
    private long numbered;
    private long steps;
    private long wallNs;
    private long longestWallNs;

    /** Told of one request's tokens at the end of each step that makes one. */
    public interface Listener {
        /**
         * One more token.
         *
         * @param atNs the scheduled end of the step, on the driver's clock
         */
        void token(TokenEvent event, long atNs);
    }

    /**
     * What the engine's own computing took, in real time.
     *
     * @param steps steps done
     * @param totalNs of all of them
     * @param longestNs of the longest
     */
    public record StepCost(long steps, long totalNs, long longestNs) {
        /** Mean of one step, ns; 0 before the first. */
        public double meanNs() {
            return steps == 0 ? 0 : (double) totalNs / steps;
        }
    }

    private record Arrival(long dueNs, long number, EngineRequest request) {}

    /**
     * Drives a new engine.
     *
     * @param speedup how much faster than the engine's time model; above 0
     * @param wallNanoClock for {@link #cost()} only
     */
    public EngineDriver(EngineConfig config, double speedup, LongSupplier wallNanoClock) {
        if (!(speedup > 0) || Double.isInfinite(speedup)) {
            throw new IllegalArgumentException("speed-up of " + speedup);
        }
        this.engine = new Engine(config);
        this.speedup = speedup;
        this.wallNanoClock = wallNanoClock;
    }

    public Engine engine() {
        return engine;
    }

    /** What the steps have cost so far. */
    public StepCost cost() {
        return new StepCost(steps, wallNs, longestWallNs);
    }

    /**
     * From a request's first admission to its first token, on the driver's clock.
     *
     * @param event any of its tokens
     */
    public long prefillNs(TokenEvent event) {
        return scaled(event.prefillNs());
    }

    /**
     * From a request's arrival at the scheduler to its first admission, on the driver's clock.
     *
     * @param first its first token
     * @param arrivalNs when the request was submitted
     * @param atNs when the token came
     */
    public long queueNs(TokenEvent first, long arrivalNs, long atNs) {
        return atNs
                - prefillNs(first)
                - arrivalNs
                - scaled(engine.config().time().frontEndNs());
    }

    /** Requests that are still in the front end: not in the engine's queue yet. */
    public int inFrontEnd() {
        return arrivals.size();
    }

    /**
     * Takes a request in; it reaches the engine's queue when the front end is done with it.
     *
     * @param arrivalNs when it came, on the driver's clock
     * @throws IllegalArgumentException if it is longer than {@link Engine#longestRequestTokens()} or its id is in use
     */
    public void submit(EngineRequest request, long arrivalNs, Listener listener) {
        if (request.totalTokens() > engine.longestRequestTokens()) {
            throw new IllegalArgumentException("request " + request.id() + " of " + request.totalTokens()
                    + " tokens, of at most " + engine.longestRequestTokens());
        }
        if (listeners.putIfAbsent(request.id(), listener) != null) {
            throw new IllegalArgumentException("request id " + request.id() + " is in use");
        }
        long frontEndNs = scaled(engine.config().time().frontEndNs());
        arrivals.add(new Arrival(arrivalNs + frontEndNs, numbered++, request));
    }

    /** Ends a request whose client has gone; its listener is told nothing more. */
    public void cancel(long requestId) {
        if (listeners.remove(requestId) != null
                && !arrivals.removeIf(arrival -> arrival.request().id() == requestId)) {
            engine.cancel(requestId);
        }
    }

    /** When {@link #advance} has something to do next; {@code Long.MAX_VALUE} while nothing is to come. */
    public long nextNs() {
        // While a step runs, arrivals wait for its end.
        return stepEndNs != NEVER
                ? stepEndNs
                : Math.min(wakeNs, arrivals.isEmpty() ? NEVER : arrivals.peek().dueNs());
    }

    /** Does all that is due by {@code nowNs}, each thing at its own time. */
    public void advance(long nowNs) {
        for (long atNs = nextNs(); atNs <= nowNs && atNs != NEVER; atNs = nextNs()) {
            if (stepEndNs != NEVER) {
                endStep(atNs);
            }
            wakeNs = NEVER;
            while (!arrivals.isEmpty() && arrivals.peek().dueNs() <= atNs) {
                engine.submit(arrivals.remove().request(), engineNs(atNs));
            }
            if (engine.hasWork()) {
                startStep(atNs);
            }
        }
    }

    private void startStep(long atNs) {
        long beforeNs = wallNanoClock.getAsLong();
        currentStep = engine.step(engineNs(atNs));
        long tookNs = wallNanoClock.getAsLong() - beforeNs;
        steps++;
        wallNs += tookNs;
        longestWallNs = Math.max(longestWallNs, tookNs);
        if (currentStep.kind() == StepResult.Kind.WAIT) {
            // Not a moment too early, or it would only wait again.
            wakeNs = atNs + Math.max(1, (long) Math.ceil(currentStep.durationNs() / speedup));
        } else {
            stepEndNs = atNs + scaled(currentStep.durationNs());
        }
    }

    /** The engine's own time, from 0 on. */
    private long engineNs(long atNs) {
        if (originNs.isEmpty()) {
            originNs = OptionalLong.of(atNs);
        }
        return Math.round((atNs - originNs.getAsLong()) * speedup);
    }

    private void endStep(long atNs) {
        stepEndNs = NEVER;
        for (TokenEvent event : currentStep.events()) {
            Listener listener = event.last() ? listeners.remove(event.requestId()) : listeners.get(event.requestId());
            if (listener != null) {
                listener.token(event, atNs);
            }
        }
    }

    private long scaled(long durationNs) {
        return Math.round(durationNs / speedup);
    }
}
