package volley.report;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import volley.client.EventKind;
import volley.client.Outcome;
import volley.client.Usage;
import volley.cold.Coldness;
import volley.config.SloSettings;
import volley.metrics.ExchangeBuilder;
import volley.metrics.Targets;
import volley.metrics.TurnRecord;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;

/** One run with everything in it; the golden files tell its results. */
public final class SampleRun {
    public static final List<TurnRecord> TURNS = List.of(
            // A plain stream.
            new ExchangeBuilder()
                    .scheduled(0)
                    .sent(1)
                    .event(20, EventKind.ROLE)
                    .content(101, 121, 141, 161)
                    .done(170)
                    .usage(100, 4, 0)
                    .serverTimes(12.5, 80)
                    .roundTrip(0.25)
                    .answer("one two three four")
                    .turn(0, 0, 0, 98),
            // Usage in every event, two tokens in the first; a half of a surrogate pair in the answer.
            new ExchangeBuilder()
                    .scheduled(100)
                    .sent(110)
                    .event(210, EventKind.CONTENT, 2)
                    .event(240, EventKind.CONTENT, 5)
                    .done(241)
                    .usage(new Usage(200, 5, 150, 40, 110, Usage.ABSENT))
                    .answer("one \\\"two\\\"\\nthree \\ud83d four")
                    .turn(1, 1, 0, 198),
            // No usage at all.
            new ExchangeBuilder()
                    .scheduled(200)
                    .sent(200.5)
                    .text(300, "just three")
                    .text(350, " words")
                    .done(351)
                    .turn(2, 2, 0, 50),
            // Reasoning only.
            new ExchangeBuilder()
                    .scheduled(300)
                    .ready(170)
                    .sent(300)
                    .event(400, EventKind.REASONING)
                    .event(410, EventKind.REASONING)
                    .done(420)
                    .usage(120, 2, 100)
                    .turn(3, 0, 1, 118),
            // A JSON body instead of a stream.
            new ExchangeBuilder()
                    .scheduled(400)
                    .ready(351)
                    .sent(400)
                    .event(900, EventKind.CONTENT)
                    .event(900, EventKind.FINISH)
                    .usage(80, 4, Usage.ABSENT)
                    .finishReason("stop")
                    .answer("four words of answer")
                    .turn(4, 2, 1, Usage.ABSENT),
            // Failures.
            new ExchangeBuilder()
                    .scheduled(500)
                    .ready(241)
                    .sent(500)
                    .failed(505, Outcome.HTTP_5XX, 503, "HTTP 503: <html>\n<b>overloaded</b> \u0007\ud83d</html>")
                    .turn(5, 1, 1, 230),
            new ExchangeBuilder()
                    .scheduled(600)
                    .sent(600)
                    .content(700)
                    .answer("one")
                    .failed(710, Outcome.TRUNCATED, 200, "connection reset by peer")
                    .turn(6, 3, 0, 60),
            TurnRecord.unsent(1, "conversation-1", 2, 4, Outcome.SKIPPED_AFTER_FAILURE),
            TurnRecord.unsent(4, "\"quoted\" \ud83d\ude00", 0, 4, Outcome.CANCELLED));

    /** Requests one after the other, two at a time: a run that has a steady state. */
    public static final List<TurnRecord> STEADY_TURNS = IntStream.range(0, 20)
            .mapToObj(i -> new ExchangeBuilder()
                    .scheduled(1000 + 50 * i)
                    .sent(1000 + 50 * i)
                    .content(1040 + 50 * i, 1080 + 50 * i)
                    .done(1081 + 50 * i)
                    .usage(100, 2, 50)
                    .answer("one two")
                    .turn(i, i, 0, 100))
            .toList();

    /** Two of the completed streams are good; the first objective is met, the second missed. */
    public static final Targets TARGETS = Targets.of(new SloSettings(
            List.of(
                    new SloSettings.Limit("ttft", "", 100, "volley.goodput"),
                    new SloSettings.Limit("tpot", "", 20, "volley.goodput")),
            List.of(
                    new SloSettings.Limit("ttft", "p99", 500, "volley.slo.ttft.p99"),
                    new SloSettings.Limit("output_throughput", "min", 20.5, "volley.slo.output_throughput.min"))));

    /** Its server counted what two requests of somebody else brought, too, and was silent once. */
    public static final ServerSeries SERVERS = new ServerSeries(List.of(
            told(-40, Map.of(ServerFigure.REQUESTS, 100.0, ServerFigure.RUNNING, 0.0, ServerFigure.KV_USAGE, 0.0)),
            told(400, Map.of(ServerFigure.REQUESTS, 103.0, ServerFigure.RUNNING, 2.0, ServerFigure.KV_USAGE, 0.125)),
            new ServerSample(
                    "http://10.0.0.7:30000/metrics",
                    600_000_000,
                    2_000_000_000,
                    Map.of(),
                    Optional.of("http://10.0.0.7:30000/metrics did not answer within 2 s")),
            told(
                    950,
                    Map.of(
                            ServerFigure.REQUESTS, 107.0,
                            ServerFigure.RUNNING, 0.0,
                            ServerFigure.TTFT_SECONDS, 0.5,
                            ServerFigure.TTFT_COUNT, 7.0))));

    private SampleRun() {}

    private static ServerSample told(int atMs, Map<ServerFigure, Double> values) {
        return new ServerSample(
                "http://10.0.0.7:30000/metrics", atMs * 1_000_000L, 3_000_000, values, Optional.empty());
    }

    public static RunFacts facts(Path outputFile) {
        return facts(outputFile, TURNS.size());
    }

    public static RunFacts facts(Path outputFile, long plannedTurns) {
        return RunFacts.builder()
                .simulation("multiturn")
                .startedAt(OffsetDateTime.parse("2026-03-07T12:34:56.789+01:00"))
                .planSha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
                .seed(1)
                .plannedTurns(plannedTurns)
                .parameters(Map.of("volley.request-rate", "10", "volley.backend", "sglang"))
                .versions(Map.of("volley", "0.1.0", "gatling", "3.16.0", "java", "17.0.15", "os", "Linux amd64"))
                .warnings(List.of("simulated server: these figures describe its model, not a real server"))
                .coldness(Optional.of(Coldness.proven("after the flush 16 known prompts were computed anew")))
                .upstream(upstream(10))
                .outputFile(Optional.of(outputFile))
                .build();
    }

    public static UpstreamParameters upstream(double requestRate) {
        return UpstreamParameters.builder()
                .backend("sglang")
                .datasetName("loogle")
                .numPrompts(5)
                .requestRate(requestRate)
                .fixedOutputTokens(OptionalInt.of(4))
                .randomInputTokens(OptionalInt.of(1024))
                .randomOutputTokens(OptionalInt.of(1024))
                .randomRangeRatio(OptionalDouble.of(0))
                .build();
    }
}
