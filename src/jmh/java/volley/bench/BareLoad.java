package volley.bench;

import java.net.URI;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Requests of a {@link BareClient} that parses each event, warmed up, in a closed loop. */
@Command(
        name = "volley.bench.BareLoad",
        description = "Sends requests with a bare Netty client that parses each event once.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class BareLoad implements Callable<Integer> {
    @Option(names = "--url", required = true, description = "Root of the server.")
    private URI server;

    @Option(names = "--requests", defaultValue = "1000", description = "That are measured (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--streams", defaultValue = "64", description = "In flight at a time (${DEFAULT-VALUE}).")
    private int streams;

    @Option(names = "--tokens", defaultValue = "16", description = "Of each answer (${DEFAULT-VALUE}).")
    private int tokens;

    @Option(names = "--prompt-bytes", defaultValue = "256", description = "Of each request (${DEFAULT-VALUE}).")
    private int promptBytes;

    @Option(names = "--warm-up", defaultValue = "0", description = "Requests before those (${DEFAULT-VALUE}).")
    private int warmUp;

    private BareLoad() {}

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new BareLoad()).execute(args));
    }

    @Override
    public Integer call() {
        TokenTimes.Histograms times = new TokenTimes.Histograms();
        try (BareClient client = new BareClient(server, promptBytes, () -> new TokenTimes(times))) {
            if (warmUp > 0) {
                client.run(warmUp, streams, tokens);
                times.reset();
            }
            BareClient.Result result = client.run(requests, streams, tokens);
            System.out.printf(
                    Locale.ROOT,
                    "bare Netty + Jackson  %,.0f requests/s  %,.0f tokens/s  TTFT p50 %.3f ms, p99 %.3f ms"
                            + "  gaps p99 %.2f ms%n",
                    result.requestsPerSecond(),
                    result.tokensPerSecond(),
                    times.firstToken().getValueAtPercentile(50) / 1e6,
                    times.firstToken().getValueAtPercentile(99) / 1e6,
                    times.gaps().getValueAtPercentile(99) / 1e6);
        }
        return 0;
    }
}
