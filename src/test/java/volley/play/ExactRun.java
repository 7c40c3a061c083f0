package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import volley.client.DirectClient;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.dataset.Turn;
import volley.metrics.Objective;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.network.Route;
import volley.prepare.Preparation;
import volley.report.Results;
import volley.results.Facts;

/** A plan played in this process against a server, one turn after the other, and what it wrote. */
final class ExactRun {
    private static final JsonMapper JSON = new JsonMapper();

    private static final int OUTPUT_TOKENS = 64;

    private final Path folder;
    private final String console;

    private ExactRun(Path folder, String console) {
        this.folder = folder;
        this.console = console;
    }

    /** A request's lines in {@code requests.jsonl} and {@code cache.jsonl}. */
    record Line(JsonNode request, JsonNode cache) {
        /** Client and server counted alike, and the cache gave what one without limits would. */
        void mustBeExact() {
            assertThat(request.path("prompt_tokens_by_client").asInt())
                    .as("%s", request)
                    .isEqualTo(request.path("prompt_tokens").asInt());
            assertThat(cache.path("ideal").asInt())
                    .as("%s", cache)
                    .isEqualTo(cache.path("reported").asInt());
            assertThat(cache.path("prompt_tokens").asInt())
                    .isEqualTo(cache.path("prompt_tokens_by_server").asInt());
        }
    }

    private static final class NoStatistics implements RequestStatistics {
        @Override
        public Executor threads() {
            return Runnable::run;
        }

        @Override
        public void log(String scenario, TurnRecord record, RequestFigures figures) {}

        @Override
        public void log(String scenario, Objective.Verdict verdict) {}
    }

    static Properties properties(String... pairs) {
        Properties properties = new Properties();
        for (int i = 0; i < pairs.length; i += 2) {
            properties.setProperty("volley." + pairs[i], pairs[i + 1]);
        }
        return properties;
    }

    static ExactRun play(Preparation prepared, Path folder) {
        Playing playing = new Playing(prepared);
        playing.claim(folder);
        playing.recorder().reportTo(new NoStatistics());
        try (DirectClient client = DirectClient.start(Route.DIRECT)) {
            playTurns(playing, client, turn -> OUTPUT_TOKENS);
        }
        ExactRun run = written(playing, folder);
        playing.close();
        return run;
    }

    private static ExactRun written(Playing playing, Path folder) {
        StringBuilder console = new StringBuilder();
        playing.writeResults(console::append);
        return new ExactRun(folder.resolve(playing.prepared().phase().folder()), console.toString());
    }

    /** Runs that follow each other, as those of a sweep do: all results are written when all are played. */
    static List<ExactRun> playInTurn(List<Preparation> prepared, Path folder) {
        return written(played(prepared, folder, Playing::begin, turn -> OUTPUT_TOKENS), folder);
    }

    /**
     * Plays runs that follow each other; nothing is written yet.
     *
     * @param begin called before each
     * @param outputTokens asked for
     */
    static List<Playing> played(
            List<Preparation> prepared, Path folder, Consumer<Playing> begin, ToIntFunction<Turn> outputTokens) {
        List<Playing> playings = PlayingsInTurn.of(prepared);
        try (DirectClient client = DirectClient.start(Route.DIRECT)) {
            for (Playing playing : playings) {
                playing.claim(folder);
                playing.recorder().reportTo(new NoStatistics());
                begin.accept(playing);
                playTurns(playing, client, outputTokens);
            }
        }
        return playings;
    }

    /** Writes the figures of a run that was played, which is what a comparison reads, without pages. */
    static void writeFigures(Playing playing) {
        Results results = playing.recorder().close();
        results.finish(Facts.of(
                playing.prepared(),
                playing.target(),
                OffsetDateTime.now(ZoneOffset.UTC),
                List.of(),
                playing.results().coldness()));
    }

    private static List<ExactRun> written(List<Playing> playings, Path folder) {
        List<ExactRun> runs = new ArrayList<>();
        for (Playing playing : playings) {
            runs.add(written(playing, folder));
        }
        playings.forEach(Playing::close);
        return runs;
    }

    private static void playTurns(Playing playing, DirectClient client, ToIntFunction<Turn> outputTokens) {
        playing.pacer().startNs();
        int order = 0;
        for (int turn = 0; turn < 10; turn++) {
            for (int conversation = 0;
                    conversation < playing.plan().conversations().size();
                    conversation++) {
                Dialogue dialogue = playing.dialogue(conversation);
                if (turn < dialogue.conversation().turns().size()) {
                    int tokens = outputTokens.applyAsInt(dialogue.turn(turn));
                    JsonText question = dialogue.question(turn, Runnable::run).join();
                    Exchange exchange = client.ask(
                                    playing.requests().get(0),
                                    playing.reader(),
                                    dialogue.ask(question),
                                    tokens,
                                    () -> false)
                            .orElseThrow();
                    TurnRecord record = TurnRecord.builder()
                            .order(order++)
                            .conversation(conversation)
                            .conversationId("c" + conversation)
                            .turn(turn)
                            .requestedOutputTokens(tokens)
                            .exchange(exchange)
                            .build();
                    playing.recorder().record("", List.of(record), () -> {});
                    dialogue.answered(exchange);
                }
            }
        }
    }

    String console() {
        return console;
    }

    JsonNode json(String file) throws IOException {
        return JSON.readTree(folder.resolve(file).toFile());
    }

    String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    /** Of all requests, each of which must have ended well. */
    List<Line> lines() throws IOException {
        List<JsonNode> requests = read("requests.jsonl");
        List<JsonNode> cache = read("cache.jsonl");
        assertThat(cache).hasSameSizeAs(requests).hasSizeGreaterThan(7);
        List<Line> lines = new ArrayList<>();
        for (JsonNode request : requests) {
            assertThat(request.path("outcome").asText()).as("%s", request).isEqualTo("ok");
            lines.add(new Line(
                    request,
                    cache.stream()
                            .filter(line -> line.path("order").equals(request.path("order")))
                            .findFirst()
                            .orElseThrow()));
        }
        return lines;
    }

    private List<JsonNode> read(String file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(file))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }
}
