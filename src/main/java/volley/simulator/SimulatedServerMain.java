package volley.simulator;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.simulator.http.SimulatedServer;

/** Runs a simulated server by itself, until Ctrl-C. Prompt tokens are counted by {@link WordTokenizer}. */
public final class SimulatedServerMain {
    private static final int BAD_INPUT = 2;

    private SimulatedServerMain() {}

    /**
     * Starts the server and waits.
     *
     * @param args see {@link ServerArguments}; an unknown one makes it list all
     */
    public static void main(String[] args) throws InterruptedException {
        // Without this, logback's default prints Netty's every thought.
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        try {
            SimulatedServer server = start(ServerArguments.parse(List.of(args)));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "volley-simulator-close"));
            server.awaitClose();
        } catch (BadInputException e) {
            System.err.println(e.getMessage());
            System.exit(BAD_INPUT);
        }
    }

    private static SimulatedServer start(ServerArguments arguments) {
        SimulatedServer server = SimulatedServer.with(new FixedRateModel(arguments.timing()), new WordTokenizer())
                .host(arguments.host())
                .port(arguments.port())
                .backend(arguments.backend())
                .model(arguments.model())
                .apiKey(arguments.apiKey())
                .seed(arguments.seed())
                .cacheReport(arguments.cacheReport())
                .start();
        System.out.printf(
                Locale.ROOT,
                "Simulated %s server on %s (%s); Ctrl-C ends it%n",
                arguments.backend().name().toLowerCase(Locale.ROOT),
                server.baseUrl(),
                arguments.timing());
        return server;
    }
}
