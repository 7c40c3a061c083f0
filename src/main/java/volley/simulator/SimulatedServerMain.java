package volley.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.SimulatedEngine;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedSettings;
import volley.hub.Hub;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** Runs a simulated server by itself, until Ctrl-C. */
public final class SimulatedServerMain {
    /** EX_USAGE of sysexits.h, as the simulations'. */
    private static final int BAD_INPUT = 64;

    private SimulatedServerMain() {}

    /**
     * Starts the server and waits.
     *
     * @param args see {@link ServerArguments}; {@code --help} lists them
     */
    public static void main(String[] args) throws InterruptedException {
        // Without this, logback's default prints Netty's every thought.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        List<String> given = List.of(args);
        if (given.contains("--help") || given.contains("-h")) {
            ServerArguments.commandLine(ServerArguments.empty()).usage(System.out);
            return;
        }
        try {
            SimulatedServer server = start(ServerArguments.parse(given));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "volley-simulator-close"));
            server.awaitClose();
        } catch (BadInputException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_INPUT);
        }
    }

    private static SimulatedServer start(ServerArguments arguments) {
        Tokenizer tokenizer = Tokenizers.load(arguments.tokenizer, Hub.ofThisProcess());
        SimulatedServer server = SimulatedServer.with(Engines.realTime(settings(arguments)), tokenizer::encode)
                .openingIds(tokenizer.openingIds())
                .host(arguments.host)
                .port(arguments.port())
                .backend(arguments.backend)
                .model(arguments.model)
                .apiKey(arguments.apiKey)
                .seed(arguments.seed)
                .cacheReport(arguments.cacheReport)
                .streamInterval(arguments.streamInterval)
                .arguments(arguments.shown())
                .dates(true)
                .start();
        System.out.printf(
                Locale.ROOT,
                "Simulated %s server on %s (%s); Ctrl-C ends it%n",
                arguments.backend.id(),
                server.baseUrl(),
                description(arguments));
        return server;
    }

    private static SimulatedSettings settings(ServerArguments arguments) {
        SimulatedTiming timing = arguments.timing();
        return new SimulatedSettings(
                Duration.ofNanos(Math.round(timing.baseLatencyMs() * 1e6)),
                timing.prefillTokensPerSecond(),
                Duration.ofNanos(Math.round(timing.interTokenMs() * 1e6)),
                timing.cacheTokens(),
                arguments.cacheReport,
                arguments.streamInterval,
                OptionalInt.empty(),
                arguments.engine(),
                false,
                List.of());
    }

    private static String description(ServerArguments arguments) {
        SimulatedEngine engine = arguments.engine();
        return engine.kind() == EngineKind.FIXED_RATE ? arguments.timing().toString() : Engines.describe(engine);
    }
}
