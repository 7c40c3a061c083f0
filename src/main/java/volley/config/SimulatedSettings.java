package volley.config;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The simulated server. Timing and cache size are those of the fixed-rate engine.
 *
 * @param streamIntervalTokens tokens of an event of a stream after the first, which has one token
 * @param textTokens tokens of text that the model has to say; absent: as many as it is asked for
 * @param virtual whether the plan runs through the engine in virtual time, without a server
 * @param configurations in which to run it one after the other; empty: as it is
 */
public record SimulatedSettings(
        Duration baseLatency,
        double prefillTokensPerSecond,
        Duration interToken,
        int cacheTokens,
        boolean cacheReport,
        int streamIntervalTokens,
        OptionalInt textTokens,
        SimulatedEngine engine,
        boolean virtual,
        List<EngineConfiguration> configurations) {
    public SimulatedSettings {
        configurations = List.copyOf(configurations);
    }

    static SimulatedSettings read(Parameters given) {
        return new SimulatedSettings(
                given.milliseconds("simulated.base-latency-ms"),
                given.number("simulated.prefill-tokens-per-second", 0, true, false),
                given.milliseconds("simulated.inter-token-ms"),
                (int) given.whole("simulated.cache-tokens", 0, Integer.MAX_VALUE),
                given.flag("simulated.cache-report"),
                (int) given.whole("simulated.stream-interval", 1, Integer.MAX_VALUE),
                given.optionalInt("simulated.text-tokens", 0),
                SimulatedEngine.read(given),
                given.flag("simulate"),
                EngineConfiguration.read(given));
    }

    /** The same, with another engine. */
    SimulatedSettings with(SimulatedEngine other) {
        return new SimulatedSettings(
                baseLatency,
                prefillTokensPerSecond,
                interToken,
                cacheTokens,
                cacheReport,
                streamIntervalTokens,
                textTokens,
                other,
                virtual,
                configurations);
    }
}
