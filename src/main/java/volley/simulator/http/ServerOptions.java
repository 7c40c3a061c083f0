package volley.simulator.http;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import volley.config.Backend;

/** The checked result of {@link SimulatedServer.Builder}; meanings stand there. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ServerOptions(
        Backend backend,
        String host,
        int port,
        String model,
        String apiKey,
        boolean cacheReport,
        int streamIntervalTokens,
        int textTokens,
        int contextTokens,
        long seed,
        int eventLoopThreads,
        Function<String, int[]> tokenizer,
        int[] openingIds,
        FaultRule faults,
        Consumer<ServedRequest> listener,
        LongSupplier epochSeconds,
        boolean dates,
        Map<String, Object> arguments) {}
