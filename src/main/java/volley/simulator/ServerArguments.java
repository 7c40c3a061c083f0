package volley.simulator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.SimulatedEngine;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedEngine.HicacheWritePolicy;
import volley.config.SimulatedEngine.SchedulePolicyName;
import volley.config.SimulatedStorage;

/**
 * The command line of {@link SimulatedServerMain}: SGLang's own flags, as far as the simulation has a meaning for them,
 * and the simulation's. Defaults are those of the block {@code volley.simulated} in {@code reference.conf}.
 */
@Command(
        name = "simulated-server",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "A simulated inference server with SGLang's scheduler and prefix cache, until Ctrl-C.")
final class ServerArguments {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Address to listen on.")
    String host;

    @Option(names = "--port", description = "TCP port; 0 is any. Default: that of the backend, or any.")
    Integer port;

    @Option(names = "--backend", defaultValue = "sglang", description = "Surface: ${COMPLETION-CANDIDATES}.")
    Backend backend;

    @Option(
            names = {"--served-model-name", "--model", "--model-path"},
            defaultValue = "simulated",
            description = "Name in /v1/models.")
    String model;

    @Option(names = "--api-key", description = "Key that requests must carry.")
    String apiKey;

    @Option(names = "--random-seed", defaultValue = "1", description = "Seed of the answers.")
    long seed;

    @Option(
            names = {"--tokenizer", "--tokenizer-path"},
            description = "A tokenizer.json, a folder that has one, or a Hugging Face id. Default: the bundled one.")
    String tokenizer = BundledFiles.tokenizer().toString();

    @Option(
            names = {"--enable-cache-report", "--enable-prompt-tokens-details"},
            description = "Tell cached_tokens in usage.")
    boolean cacheReport;

    @Option(names = "--stream-interval", description = "Tokens of an event after the first (${DEFAULT-VALUE}).")
    int streamInterval;

    @Option(names = "--engine", defaultValue = "roofline", description = "roofline or fixed-rate.")
    EngineKind engine;

    @Option(names = "--model-preset", description = "Model whose speed is simulated (${DEFAULT-VALUE}).")
    String modelPreset;

    @Option(names = "--gpu-preset", description = "GPU that is simulated (${DEFAULT-VALUE}).")
    String gpuPreset;

    @Option(names = "--schedule-policy", description = "fcfs or lpm (${DEFAULT-VALUE}).")
    SchedulePolicyName schedulePolicy;

    @Option(names = "--disable-radix-cache", description = "Keep no prefix.")
    boolean disableRadixCache;

    @Option(names = "--enable-hierarchical-cache", description = "A second cache level in the host's memory.")
    boolean hierarchicalCache;

    @Option(names = "--hicache-ratio", description = "Its tokens for each token of the device (${DEFAULT-VALUE}).")
    double hicacheRatio;

    @Option(names = "--hicache-write-policy", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    HicacheWritePolicy hicacheWritePolicy;

    @Option(
            names = "--hicache-storage-backend",
            description = "A third level behind it: ${COMPLETION-CANDIDATES}. Default: none.")
    SimulatedStorage.Backend storageBackend;

    @Option(
            names = "--hicache-storage-prefetch-policy",
            description = "How long a request waits for it: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    SimulatedStorage.PrefetchPolicy storagePrefetchPolicy;

    @Option(names = "--prefetch-threshold", description = "Tokens from which on it is fetched (${DEFAULT-VALUE}).")
    int prefetchThreshold;

    @Option(names = "--prefetch-timeout-base", description = "timeout: seconds (${DEFAULT-VALUE}).")
    double prefetchTimeoutBase;

    @Option(
            names = "--prefetch-timeout-per-ki-token",
            description = "timeout: seconds more for each 1024 tokens (${DEFAULT-VALUE}).")
    double prefetchTimeoutPerKiToken;

    @Option(names = "--hicache-storage-tokens", description = "Its size, in tokens. Default: no limit.")
    Integer storageTokens;

    @Option(names = "--hicache-storage-gb-per-second", description = "Its speed. Default: the backend's.")
    Double storageGbPerSecond;

    @Option(names = "--page-size", description = "Tokens of a page (${DEFAULT-VALUE}).")
    int pageSize;

    @Option(names = "--chunked-prefill-size", description = "Prompt tokens of a step (${DEFAULT-VALUE}).")
    int chunkedPrefillSize;

    @Option(names = "--max-running-requests", description = "Computed at once (${DEFAULT-VALUE}).")
    int maxRunningRequests;

    @Option(names = "--max-queued-requests", description = "More are refused with 503. Default: any number.")
    Integer maxQueuedRequests;

    @Option(names = "--max-total-tokens", description = "KV cache on the device. Default: the model's on 80 GB.")
    Integer maxTotalTokens;

    @Option(names = "--context-length", description = "Prompt and answer together. Default: the model's.")
    Integer contextLength;

    @Option(names = "--speedup", description = "Times as fast as the model of time (${DEFAULT-VALUE}).")
    double speedup;

    @Option(names = "--base-latency-ms", description = "fixed-rate: least time to first token.")
    double baseLatencyMs;

    @Option(names = "--prefill-tokens-per-second", description = "fixed-rate: prefill speed.")
    double prefillTokensPerSecond;

    @Option(names = "--inter-token-ms", description = "fixed-rate: time between two tokens.")
    double interTokenMs;

    @Option(names = "--cache-tokens", description = "fixed-rate: prefix cache; 0 is off.")
    int cacheTokens;

    private ServerArguments() {}

    /** The command line's reader, for its help text. */
    static CommandLine commandLine(ServerArguments into) {
        Config simulated = ConfigFactory.defaultReference().getConfig("volley.simulated");
        return new CommandLine(into)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .registerConverter(EngineKind.class, ServerArguments::engineKind)
                .setDefaultValueProvider(option -> {
                    String name = ((CommandLine.Model.OptionSpec) option)
                            .longestName()
                            .substring(2);
                    boolean flag = option.arity().max() == 0;
                    return !flag && simulated.hasPath(name) ? simulated.getString(name) : option.defaultValue();
                });
    }

    static ServerArguments empty() {
        return new ServerArguments();
    }

    /** @throws BadInputException for an unknown name or a value that cannot be used */
    static ServerArguments parse(List<String> arguments) {
        ServerArguments parsed = new ServerArguments();
        try {
            commandLine(parsed).parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new BadInputException(
                    e.getMessage().replace('\n', ' ') + " (command line); --help lists the options");
        }
        if (parsed.port() < 0 || parsed.port() > 65_535) {
            throw new BadInputException("port is " + parsed.port + " (command line); give 0 to 65535");
        }
        if (parsed.streamInterval < 1) {
            throw new BadInputException(
                    "stream-interval is " + parsed.streamInterval + " (command line); give 1 token or more");
        }
        return parsed;
    }

    private static EngineKind engineKind(String name) {
        return EngineKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    int port() {
        return port == null ? backend.defaultPort().orElse(0) : port;
    }

    SimulatedEngine engine() {
        return SimulatedEngine.builder()
                .kind(engine)
                .modelPreset(modelPreset)
                .gpuPreset(gpuPreset)
                .schedulePolicy(schedulePolicy)
                .radixCache(!disableRadixCache)
                .hierarchicalCache(hierarchicalCache)
                .hicacheRatio(hicacheRatio)
                .hicacheWritePolicy(hicacheWritePolicy)
                .storage(storage())
                .pageSizeTokens(pageSize)
                .chunkedPrefillTokens(chunkedPrefillSize)
                .maxRunningRequests(maxRunningRequests)
                .maxQueuedRequests(optional(maxQueuedRequests))
                .maxTotalTokens(optional(maxTotalTokens))
                .contextLength(optional(contextLength))
                .speedup(speedup)
                .build();
    }

    private Optional<SimulatedStorage> storage() {
        if (storageBackend == null) {
            return Optional.empty();
        }
        if (!hierarchicalCache) {
            throw new BadInputException("hicache-storage-backend is a tier behind the host's, which there is none of"
                    + " (command line); add --enable-hierarchical-cache");
        }
        return Optional.of(new SimulatedStorage(
                storageBackend,
                storagePrefetchPolicy,
                prefetchThreshold,
                seconds(prefetchTimeoutBase),
                seconds(prefetchTimeoutPerKiToken),
                optional(storageTokens),
                storageGbPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(storageGbPerSecond)));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    SimulatedTiming timing() {
        return new SimulatedTiming(baseLatencyMs, prefillTokensPerSecond, interTokenMs, cacheTokens);
    }

    /** What /server_info tells: the arguments under SGLang's names, without the key. */
    Map<String, Object> shown() {
        Map<String, Object> shown = Engines.told(engine());
        shown.put("enable_cache_report", cacheReport);
        shown.put("stream_interval", streamInterval);
        shown.put("model_preset", modelPreset);
        shown.put("gpu_preset", gpuPreset);
        shown.put("speedup", speedup);
        return shown;
    }

    private static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }
}
