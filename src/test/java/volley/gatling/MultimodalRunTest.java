package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;

/** The whole of {@code volley.Multimodal} against a server that notes what it sees. */
class MultimodalRunTest {
    private static final int FRAMES = 3;
    private static final Map<String, Integer> QUESTIONS = Map.of("A", 2, "B", 3, "C", 4);
    private static final List<String> ROUND_ROBIN = List.of("A1", "B1", "C1", "A2", "B2", "C2", "B3", "C3", "C4");

    @TempDir
    Path folder;

    @Test
    void theVideoStandsBeforeTheFirstQuestionInEveryTurnOfItsConversation() throws Exception {
        ServedLog served = new ServedLog();
        Path videos = Files.createDirectory(folder.resolve("videos"));
        for (int i = 0; i < 3; i++) {
            String sample =
                    List.of("sample-1.mp4", "sample-2.mov", "sample-3.mp4").get(i);
            String name = List.of("A.mp4", "B.mov", "C.mp4").get(i);
            Files.copy(Path.of("data", "NExTVideo", sample), videos.resolve(name));
        }
        Files.writeString(videos.resolve("broken.mp4"), "no video");
        try (SimulatedServer server = server(1).listener(served).start()) {
            GatlingProcess.Ended run = play(server, table(), 3)
                    .with("video-path", videos)
                    .with("video-form", "image-list")
                    .with("frame-format", "png")
                    .with("max-frames", FRAMES)
                    .with("max-concurrency", 1)
                    .run("volley.Multimodal");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(run.stdout())
                    .contains("1 a video or image that is not there")
                    .contains("1 a video or image that cannot be decoded");
        }
        List<ServedRequest> withVideo = served.inOrderOfArrival().stream()
                .filter(each -> each.request().body().at("/messages/0/content").isArray())
                .toList();
        assertThat(withVideo).extracting(each -> turn(each.request().body())).isEqualTo(ROUND_ROBIN);
        Map<String, List<String>> framesByVideo = new HashMap<>();
        Map<String, List<String>> answersByVideo = new HashMap<>();
        for (ServedRequest request : withVideo) {
            JsonNode body = request.request().body();
            List<String> frames = frames(body.at("/messages/0/content"));
            String video = turn(body).substring(0, 1);
            assertThat(framesByVideo.computeIfAbsent(video, first -> frames)).isEqualTo(frames);
            for (int i = 2; i < body.path("messages").size(); i += 2) {
                assertThat(body.path("messages").get(i).path("content").asText())
                        .isEqualTo(video + " question " + (i / 2 + 1) + "?");
            }
            List<String> answers = answersByVideo.computeIfAbsent(video, first -> new ArrayList<>());
            assertThat(IntStream.range(0, body.path("messages").size() / 2).mapToObj(i -> body.path("messages")
                            .get(2 * i + 1)
                            .path("content")
                            .asText()))
                    .isEqualTo(answers);
            answers.add(request.answer());
        }
        assertThat(framesByVideo.values().stream().distinct()).hasSize(3);
    }

    /** Rows of one video lie apart in the table; the server sees them together, each with its video. */
    @Test
    void underSharedPrefixEachQuestionIsSentWithItsVideoThoseOfAVideoTogether() throws Exception {
        ServedLog served = new ServedLog();
        Path videos = Files.createDirectory(folder.resolve("videos"));
        List<String> files = List.of("A.mp4", "B.mov", "C.mp4");
        List<String> samples = List.of("sample-1.mp4", "sample-2.mov", "sample-3.mp4");
        Map<String, String> urls = new HashMap<>();
        for (int i = 0; i < 3; i++) {
            byte[] video = Files.readAllBytes(Path.of("data", "NExTVideo", samples.get(i)));
            Files.write(videos.resolve(files.get(i)), video);
            urls.put(files.get(i).substring(0, 1), Base64.getEncoder().encodeToString(video));
        }
        try (SimulatedServer server = server(1).listener(served).start()) {
            GatlingProcess.Ended run = play(server, table(), 3)
                    .with("dataset-name", "nextqa")
                    .with("video-path", videos)
                    .with("max-concurrency", 1)
                    .with("warmup-requests", 0)
                    .run("volley.SharedPrefix");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        }
        List<String> seen = new ArrayList<>();
        for (ServedRequest request : served.inOrderOfArrival()) {
            assertThat(request.request().body().path("messages")).hasSize(1);
            JsonNode content = request.request().body().at("/messages/0/content");
            assertThat(content).hasSize(2);
            String question = content.get(1).path("text").asText();
            assertThat(content.get(0).at("/video_url/url").asText())
                    .startsWith("data:video/")
                    .endsWith(";base64," + urls.get(question.substring(0, 1)));
            seen.add(question);
        }
        assertThat(seen)
                .containsExactly(
                        "A question 1?",
                        "A question 2?",
                        "B question 1?",
                        "B question 2?",
                        "B question 3?",
                        "C question 1?",
                        "C question 2?",
                        "C question 3?",
                        "C question 4?");
    }

    /** Conversation and number of the turn, such as A1, by the body alone. */
    private static String turn(JsonNode body) {
        JsonNode content = body.at("/messages/0/content");
        String text = content.get(content.size() - 1).path("text").asText();
        return text.charAt(0) + String.valueOf((body.path("messages").size() + 1) / 2);
    }

    /** The images before the text, each a frame of its own. */
    private static List<String> frames(JsonNode content) throws IOException {
        assertThat(content).hasSize(FRAMES + 1);
        assertThat(content.get(FRAMES).path("text").asText()).matches("[ABC] question 1\\?");
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            assertThat(content.get(i).path("type").asText()).isEqualTo("image_url");
            String url = content.get(i).at("/image_url/url").asText();
            byte[] png = Base64.getDecoder().decode(url.substring("data:image/png;base64,".length()));
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(160);
            urls.add(url);
        }
        assertThat(urls).doesNotHaveDuplicates();
        return urls;
    }

    /** 100 requests of 16 images and 4.3 MB each, all in flight at once: more than three times the client's heap. */
    @Test
    void bodiesInFlightAreNotInTheHeap() throws Exception {
        Path images = Files.createDirectory(folder.resolve("images"));
        byte[] image = new byte[200_000];
        new Random(5).nextBytes(image);
        byte[] whole = Files.readAllBytes(Path.of("data/images/bars.png"));
        System.arraycopy(whole, 0, image, 0, whole.length);
        List<String> names =
                IntStream.range(0, 16).mapToObj(i -> "\"" + i + ".png\"").toList();
        for (int i = 0; i < 16; i++) {
            Files.write(images.resolve(i + ".png"), image);
        }
        Path dataset = Files.write(
                images.resolve("many.jsonl"),
                Collections.nCopies(100, "{\"images\":" + names + ",\"text\":\"What do these show?\"}"));
        try (SimulatedServer server = server(3_000).start()) {
            GatlingProcess.Ended run = play(server, dataset, 100)
                    .with("dataset-name", "images")
                    .jvm("-Xmx128m")
                    .run("volley.Multimodal");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode summary = new JsonMapper().readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(100);
        }
    }

    /**
     * NExT-QA's measure: 500 videos of 640 x 480, 16 frames of each, in a heap of 512 MB. Takes minutes, so it is asked
     * for: {@code mvn test -Dtest=MultimodalRunTest -Dvolley.long-tests=true}.
     */
    @Test
    @EnabledIfSystemProperty(named = "volley.long-tests", matches = "true")
    void fiveHundredVideosOfSixteenFramesStayWithin512Mb() throws Exception {
        Path videos = Files.createDirectory(folder.resolve("videos"));
        Path first = videos.resolve("0.mp4");
        Process ffmpeg = new ProcessBuilder(("ffmpeg -loglevel error -f lavfi -i"
                                + " testsrc2=size=640x480:rate=30:duration=2 -pix_fmt yuv420p " + first)
                        .split(" "))
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
        StringBuilder rows = new StringBuilder("video,frame_count,question,answer,qid,type\n");
        for (int i = 0; i < 500; i++) {
            rows.append(i).append(",60,what is shown in ").append(i).append(",x,0,TN\n");
            if (i > 0) {
                Files.createLink(videos.resolve(i + ".mp4"), first);
            }
        }
        try (SimulatedServer server = server(1).start()) {
            GatlingProcess.Ended run = play(server, Files.writeString(folder.resolve("nextqa.csv"), rows), 500)
                    .with("dataset-name", "nextqa")
                    .with("video-path", videos)
                    .with("video-form", "image-list")
                    .with("max-frames", 16)
                    .with("max-concurrency", 64)
                    .jvm("-Xmx512m")
                    .patience(Duration.ofMinutes(20))
                    .run("volley.Multimodal");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode summary = new JsonMapper().readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(500);
        }
        try (Stream<Path> parts = Files.list(folder.resolve("cache"))) {
            long bytes = parts.mapToLong(each -> each.toFile().length()).sum();
            assertThat(bytes).as("bytes sent").isGreaterThan(300_000_000);
        }
    }

    /** The cache is emptied while the run is under way: some conversations' media are mapped by then, others are not. */
    @Test
    void mediaThatVanishFailTheirTurnAndNotTheRun() throws Exception {
        Path cache = folder.resolve("cache");
        Path image = Path.of("data", "images", "bars.png").toAbsolutePath();
        Path dataset = Files.write(
                folder.resolve("many.jsonl"),
                Collections.nCopies(60, "{\"image\":\"" + image + "\",\"text\":\"What does this show?\"}"));
        Consumer<ServedRequest> emptyCache = request -> {
            try (Stream<Path> entries = Files.list(cache)) {
                for (Path entry : entries.toList()) {
                    Files.deleteIfExists(entry);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        try (SimulatedServer server = server(1).listener(emptyCache).start()) {
            GatlingProcess.Ended run = play(server, dataset, 60)
                    .with("dataset-name", "images")
                    .with("max-concurrency", 1)
                    .with("warmup-requests", 0)
                    .run("volley.Multimodal");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            JsonNode turns =
                    new JsonMapper().readTree(run.result("summary.json")).path("turns");
            assertThat(turns.path("ok").asInt()).isPositive();
            assertThat(turns.path("failed").asInt()).isPositive();
            assertThat(turns.path("ok").asInt() + turns.path("failed").asInt()).isEqualTo(60);
            assertThat(run.result("requests.jsonl")).contains("the turn's media cannot be read");
        }
    }

    /** Rows in no order of videos, one of a video that is not there and one of a broken one. */
    private Path table() throws IOException {
        List<String> rows = new ArrayList<>(List.of("video,frame_count,question,answer,qid,type"));
        for (int question = 1; question <= 4; question++) {
            for (String video : QUESTIONS.keySet().stream().sorted().toList()) {
                if (question <= QUESTIONS.get(video)) {
                    rows.add(video + ",60," + video + " question " + question + ",x,0,TN");
                }
            }
            if (question == 1) {
                rows.addAll(1, Arrays.asList("missing,60,never asked,x,0,TN", "broken,60,never asked,x,0,TN"));
            }
        }
        return Files.writeString(folder.resolve("nextqa.csv"), rows.stream().collect(Collectors.joining("\n")));
    }

    private static SimulatedServer.Builder server(double firstTokenMs) {
        return SimulatedServer.with(
                new FixedRateModel(new SimulatedTiming(firstTokenMs, Double.POSITIVE_INFINITY, 0.1, 1_000_000)),
                text -> text.codePoints().toArray());
    }

    private GatlingProcess play(SimulatedServer server, Path dataset, int conversations) {
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", dataset)
                .with("disable-shuffle", true)
                .with("num-prompts", conversations)
                .with("fixed-output-len", 4)
                .with("media-cache", folder.resolve("cache"))
                .with("output-file", folder.resolve("line.jsonl"));
    }
}
