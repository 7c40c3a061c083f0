package volley.play;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import volley.client.ApiKey;
import volley.client.DirectClient;
import volley.client.JsonText;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.config.BadInputException;
import volley.network.Route;
import volley.os.LoadedClasses;

/**
 * What happens when requests fail, gone through once before the run: then it needs no class any more that is not there,
 * also where no file can be opened and memory is short.
 */
final class FailurePaths {
    /** What reads responses, and what is told how they ended. */
    private static final List<String> ALWAYS = List.of("volley.client", "volley.play");

    /** What records them and makes the results: for runs that may take nearly all files there are. */
    private static final List<String> WHERE_FILES_ARE_SHORT = List.of(
            "volley.gatling",
            "volley.live",
            "volley.metrics",
            "volley.monitor",
            "volley.os",
            "volley.report",
            "volley.results",
            "volley.turns");

    private static final AtomicBoolean LOADED = new AtomicBoolean();

    private FailurePaths() {}

    /**
     * Loads them, once in a process.
     *
     * @param filesAreShort whether the run may need nearly all files that this process may have open
     */
    static void load(SingleRequests run, boolean filesAreShort) {
        if (LOADED.compareAndSet(false, true)) {
            LoadedClasses.of(FailurePaths.class, ALWAYS);
            if (filesAreShort) {
                LoadedClasses.of(FailurePaths.class, WHERE_FILES_ARE_SHORT);
            }
            refuse(run);
        }
    }

    /** Asks a port of this machine where nobody listens. */
    private static void refuse(SingleRequests run) {
        try (DirectClient client = DirectClient.start(Route.DIRECT)) {
            int port;
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            ResponseReader reader = run.reader();
            RequestFactory requests = new RequestFactory(
                    URI.create("http://127.0.0.1:" + port),
                    reader.format(),
                    (history, outputTokens) -> new byte[0],
                    reader.streamed(),
                    ApiKey.NONE,
                    Optional.of(Duration.ofSeconds(1)));
            client.ask(requests, reader, List.of(JsonText.of("")), 1, run::cancelled);
        } catch (IOException | BadInputException e) {
            // The run will say what is wrong with this machine.
        }
    }
}
