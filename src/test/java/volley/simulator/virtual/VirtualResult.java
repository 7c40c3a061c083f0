package volley.simulator.virtual;

import java.util.List;
import java.util.function.IntPredicate;
import volley.simulator.engine.EngineStats;

/**
 * A run's requests in the order of their ends, and the engine's totals after it.
 *
 * @param durationNs from the start to the end of the last request
 */
public record VirtualResult(List<VirtualRequest> requests, long durationNs, EngineStats engine) {
    public VirtualResult {
        requests = List.copyOf(requests);
    }

    public double meanTtftSeconds() {
        return requests.stream().mapToLong(VirtualRequest::ttftNs).average().orElseThrow() / 1e9;
    }

    public double requestsPerSecond() {
        return requests.size() / (durationNs / 1e9);
    }

    /** Share of all prompt tokens that came from any cache level. */
    public double hitRate() {
        return hitRate(round -> true);
    }

    /** Share of one round's prompt tokens that came from any cache level. */
    public double hitRateOfRound(int round) {
        return hitRate(r -> r == round);
    }

    private double hitRate(IntPredicate rounds) {
        long cached = 0;
        long prompt = 0;
        for (VirtualRequest r : requests) {
            if (rounds.test(r.round())) {
                cached += r.cachedDeviceTokens() + r.cachedHostTokens();
                prompt += r.promptTokens();
            }
        }
        return (double) cached / prompt;
    }
}
