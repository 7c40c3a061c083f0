package volley.trials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import volley.bench.BareClient;
import volley.config.Repetition.Rates;

/**
 * What this machine's client sustains, on a simulated server of its own: the highest rate of token events, and the
 * highest number of streams at a given rate of tokens; each beside a bare Netty client that only counts bytes, which is
 * the limit. Client and server share the machine, as they do in every run here.
 *
 * <p>{@code bin/capacity}; its options: {@code bin/capacity --help}.
 */
@Command(
        name = "bin/capacity",
        description = "Finds the highest token-event rate and number of streams that this machine's client sustains.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Capacity implements Runnable {
    private static final int EVENT_RATE_STREAMS = 32;
    private static final int EVENT_RATE_TOKENS = 512;

    /** Streams are sustained when their answers, from the request to the last token, take no longer than by the server's
     * own times, divided by this, on average. */
    private static final double SUSTAINED = 0.98;

    private static final double FIRST_TOKEN_MS = 200;
    private static final int SEARCH_STEPS = 6;

    @Option(names = "--requests", defaultValue = "6000", description = "Answers of 512 tokens (${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--least-streams", defaultValue = "250", description = "Where to start (${DEFAULT-VALUE}).")
    private int leastStreams;

    @Option(names = "--most-streams", defaultValue = "4000", description = "Where to stop (${DEFAULT-VALUE}).")
    private int mostStreams;

    @Option(names = "--token-rate", defaultValue = "50", description = "Tokens a second a stream (${DEFAULT-VALUE}).")
    private double tokensPerSecond;

    @Option(names = "--stream-tokens", defaultValue = "256", description = "Tokens of a stream (${DEFAULT-VALUE}).")
    private int streamTokens;

    @Option(names = "--folder", defaultValue = "target/capacity", description = "For the runs (${DEFAULT-VALUE}).")
    private Path folder;

    private int runs;

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Capacity()).execute(args));
    }

    @Override
    public void run() {
        eventRate();
        streams();
    }

    private void eventRate() {
        System.out.printf(
                Locale.ROOT,
                "Token events a second: %,d answers of %d tokens, %d in flight, a server as fast as it can%n",
                requests,
                EVENT_RATE_TOKENS,
                EVENT_RATE_STREAMS);
        try (FixedRateServer server = new FixedRateServer(0, 0);
                BareClient bare = new BareClient(server.address())) {
            bare.run(requests, EVENT_RATE_STREAMS, EVENT_RATE_TOKENS); // warms both sides
            double limit =
                    bare.run(requests, EVENT_RATE_STREAMS, EVENT_RATE_TOKENS).tokensPerSecond();
            double volley = playedRun(server.address(), requests, EVENT_RATE_STREAMS, EVENT_RATE_TOKENS)
                    .at("/run/output_throughput/value")
                    .asDouble();
            System.out.printf(Locale.ROOT, "  bare Netty client  %,12.0f tokens/s%n", limit);
            System.out.printf(
                    Locale.ROOT, "  Volley             %,12.0f tokens/s  %.2f of it%n", volley, volley / limit);
        }
    }

    private void streams() {
        double interTokenMs = 1000 / tokensPerSecond;
        double allowedMs = (FIRST_TOKEN_MS + (streamTokens - 1) * interTokenMs) / SUSTAINED;
        System.out.printf(
                Locale.ROOT,
                "Streams at %.0f tokens/s each, %.0f %% of the rate kept, between %d and %d%n",
                tokensPerSecond,
                100 * SUSTAINED,
                leastStreams,
                mostStreams);
        try (FixedRateServer server = new FixedRateServer(FIRST_TOKEN_MS, interTokenMs);
                BareClient bare = new BareClient(server.address())) {
            bare.run(leastStreams, leastStreams, streamTokens);
            search("bare Netty client", allowedMs, streams -> bare.run(2 * streams, streams, streamTokens)
                    .answerMs());
            search("Volley", allowedMs, streams -> playedRun(server.address(), 2 * streams, streams, streamTokens)
                    .at("/metrics/e2e_latency/mean")
                    .asDouble());
        }
    }

    /** Mean time of an answer at a number of streams. */
    private interface AnswerTime {
        double ms(int streams);
    }

    private void search(String client, double allowedMs, AnswerTime time) {
        DoublePredicate sustains = streams -> {
            double ms = time.ms((int) streams);
            boolean met = ms <= allowedMs;
            System.out.printf(
                    Locale.ROOT,
                    "  %-18s %,6d streams: %,9.1f ms an answer, %s%n",
                    client,
                    (int) streams,
                    ms,
                    met ? "sustained" : "not sustained");
            return met;
        };
        SaturationSearch.Result found =
                SaturationSearch.search(new Rates(leastStreams, mostStreams), SEARCH_STEPS, sustains);
        OptionalDouble highest = found.highestMet();
        System.out.printf(
                Locale.ROOT,
                "  %-18s %s%n",
                client,
                highest.isEmpty()
                        ? "fewer than %,d streams".formatted(leastStreams)
                        : (found.lowestMissed().isEmpty() ? "at least %,d streams" : "%,d streams")
                                .formatted((int) highest.getAsDouble()));
    }

    /** Plays single turns with every metric on. @return its summary.json */
    private JsonNode playedRun(URI server, int turns, int streams, int outputTokens) {
        TrialProcess process = new TrialProcess("volley.SingleTurn", System.getProperties());
        Map<String, String> parameters = Map.ofEntries(
                Map.entry("base-url", server.toString()),
                Map.entry("tokenizer", "data/tokenizer"),
                Map.entry("dataset-name", "random"),
                Map.entry("num-prompts", String.valueOf(turns)),
                Map.entry("random-input-len", "8"),
                Map.entry("random-range-ratio", "1"),
                Map.entry("random-output-len", String.valueOf(outputTokens)),
                Map.entry("request-rate", "inf"),
                Map.entry("max-concurrency", String.valueOf(streams)),
                Map.entry("lens.enabled", "false"));
        TrialProcess.Ended ended;
        try (SeriesStop stop = new SeriesStop()) {
            ended = process.run(parameters, folder.resolve("run-" + ++runs), stop);
        }
        if (ended.exitCode() != 0) {
            throw new IllegalStateException("a run failed, see " + ended.results());
        }
        try {
            return new JsonMapper()
                    .readTree(Files.readString(ended.results().get(0).resolve(TrialScores.FILE_NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
