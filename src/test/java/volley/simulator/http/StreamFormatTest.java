package volley.simulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;

/** The bytes of each flavour's answers: against golden files, and in their shape against captures of real servers. */
class StreamFormatTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures");
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sglang_stream | SGLANG | true",
                "sglang_stream_no_cache_report | SGLANG | false",
                "vllm_stream | VLLM | true",
                "lmdeploy_stream | LMDEPLOY | true",
                "llamacpp_stream | LLAMACPP | true",
                "openai_stream | OPENAI | true"
            })
    void chatStream(String golden, Backend backend, boolean cacheReport) {
        try (SimulatedServer server =
                Servers.instant().backend(backend).cacheReport(cacheReport).start()) {
            assertGolden(
                    golden,
                    Servers.post(server, Servers.CHAT, Servers.streamed("Hello", 3))
                            .body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sglang_whole,SGLANG",
        "vllm_whole,VLLM",
        "lmdeploy_whole,LMDEPLOY",
        "llamacpp_whole,LLAMACPP",
        "openai_whole,OPENAI"
    })
    void chatInOnePiece(String golden, Backend backend) {
        try (SimulatedServer server = Servers.instant().backend(backend).start()) {
            assertGolden(
                    golden,
                    Servers.post(server, Servers.CHAT, Servers.chat("Hello", 3, ""))
                                    .body() + "\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"vllm_stream_continuous_usage,VLLM", "sglang_stream_continuous_usage,SGLANG"})
    void chatStreamWithUsageInEveryEvent(String golden, Backend backend) {
        try (SimulatedServer server = Servers.instant().backend(backend).start()) {
            String options =
                    ",\"stream\":true,\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}";
            assertGolden(
                    golden,
                    Servers.post(server, Servers.CHAT, Servers.chat("Hello", 2, options))
                            .body());
        }
    }

    @ParameterizedTest
    @CsvSource({"sglang_stream_no_usage,SGLANG", "vllm_stream_no_usage,VLLM", "lmdeploy_stream_no_usage,LMDEPLOY"})
    void chatStreamWithoutUsage(String golden, Backend backend) {
        try (SimulatedServer server = Servers.instant().backend(backend).start()) {
            assertGolden(
                    golden,
                    Servers.post(server, Servers.CHAT, Servers.chat("Hello", 2, ",\"stream\":true"))
                            .body());
        }
    }

    @ParameterizedTest
    @CsvSource({"generate_stream,true,\"text\":\"Hello you\"", "generate_whole,false,'\"input_ids\":[4,5,6]'"})
    void generate(String golden, boolean stream, String prompt) {
        try (SimulatedServer server = Servers.instant().start()) {
            String body = "{" + prompt + ",\"stream\":" + stream + ",\"sampling_params\":{\"max_new_tokens\":3}}";
            String answer = Servers.post(server, "/generate", body).body();
            assertGolden(
                    golden, answer.replaceAll("\"e2e_latency\":[0-9.]+", "\"e2e_latency\":0") + (stream ? "" : "\n"));
        }
    }

    /** lmdeploy's has its parameters beside the prompt; each event has its own token only. */
    @ParameterizedTest
    @CsvSource({
        "lmdeploy_generate_stream,true,\"prompt\":\"Hello you\"",
        "lmdeploy_generate_whole,false,'\"input_ids\":[4,5,6]'"
    })
    void lmdeploysGenerate(String golden, boolean stream, String prompt) {
        try (SimulatedServer server =
                Servers.instant().backend(Backend.LMDEPLOY).start()) {
            String body = "{" + prompt + ",\"stream\":" + stream + ",\"max_tokens\":3,\"ignore_eos\":true}";
            assertGolden(golden, Servers.post(server, "/generate", body).body() + (stream ? "" : "\n"));
        }
    }

    /** lmdeploy leaves out what is null, and of completions tells no cached tokens. */
    @Test
    void lmdeploysCompletions() {
        try (SimulatedServer server =
                Servers.instant().backend(Backend.LMDEPLOY).start()) {
            String stream = Servers.post(
                            server,
                            "/v1/completions",
                            "{\"prompt\":\"Hello\",\"max_tokens\":2,\"ignore_eos\":true,\"stream\":true,"
                                    + "\"stream_options\":{\"include_usage\":true}}")
                    .body();
            assertThat(shape(stream))
                    .containsExactly(
                            "{\"id\":\"\",\"object\":\"text_completion\",\"created\":0,\"model\":\"\","
                                    + "\"choices\":[{\"index\":0,\"text\":\"\"}],\"usage\":null}",
                            "{\"id\":\"\",\"object\":\"text_completion\",\"created\":0,\"model\":\"\","
                                    + "\"choices\":[{\"index\":0,\"text\":\"\",\"finish_reason\":\"length\"}],\"usage\":null}",
                            "{\"id\":\"\",\"object\":\"text_completion\",\"created\":0,\"model\":\"\",\"choices\":[],"
                                    + "\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0,\"completion_tokens\":0}}",
                            "[DONE]");
        }
    }

    @Test
    void lmdeploysGenerateRefusesInItsOwnForm() {
        try (SimulatedServer server =
                Servers.instant().backend(Backend.LMDEPLOY).start()) {
            HttpResponse<String> both = Servers.post(server, "/generate", "{\"prompt\":\"a\",\"input_ids\":[1]}");
            assertThat(both.statusCode()).isEqualTo(400);
            assertThat(both.body())
                    .isEqualTo("{\"message\":\"You must specify exactly one of prompt or input_ids\","
                            + "\"type\":\"BadRequestError\",\"code\":400,\"param\":null,\"object\":\"error\"}");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "sglang_2026-06_623300a5_chat_stream.derived.txt,SGLANG,true",
        "vllm_2025-03-10_dc74613f_chat_stream.derived.txt,VLLM,false"
    })
    void chatStreamHasTheShapeOfTheCapture(String capture, Backend backend, boolean cacheReport) throws IOException {
        String real = capture(capture);
        try (SimulatedServer server =
                Servers.instant().backend(backend).cacheReport(cacheReport).start()) {
            assertThat(shape(Servers.post(server, Servers.CHAT, Servers.streamed("Hello", 3))
                            .body()))
                    .isEqualTo(shape(real));
        }
    }

    /** Of a real server, but for the ids that were not asked for and what names its build. */
    @Test
    void vllmsCompletionsHaveTheShapeOfTheCapture() throws IOException {
        String real = capture("vllm-0.32.0-cpu/completions_stream_usage.txt")
                .replace(",\"prompt_token_ids\":null,\"token_ids\":null", "")
                .replaceAll(",\"system_fingerprint\":\"[^\"]*\"", "");
        try (SimulatedServer server = Servers.instant().backend(Backend.VLLM).start()) {
            String simulated = Servers.post(
                            server,
                            "/v1/completions",
                            "{\"prompt\":\"Hello\",\"max_tokens\":6,\"ignore_eos\":true,\"stream\":true,"
                                    + "\"stream_options\":{\"include_usage\":true}}")
                    .body();
            assertThat(shape(simulated)).isEqualTo(shape(real.substring(real.indexOf("data: "))));
        }
    }

    /** Fields stand in another order there, and its {@code timings} are not simulated. */
    @ParameterizedTest
    @CsvSource({"chat_stream_usage, true, true", "chat_stream_nousage, true, false", "chat_nonstream, false, true"})
    void llamacppsAnswersHaveTheFieldsOfTheCaptures(String capture, boolean stream, boolean usage) throws IOException {
        String real = capture("llama-server-b10068/" + capture + ".txt");
        String options = (stream ? ",\"stream\":true" : "")
                + (usage && stream
                        ? ",\"stream_options\":{\"include_usage\":true,\"continuous_usage_stats\":true}"
                        : "");
        try (SimulatedServer server =
                Servers.instant().backend(Backend.LLAMACPP).start()) {
            String simulated = Servers.post(server, Servers.CHAT, Servers.chat("Hello", 3, options))
                    .body();
            String body = real.substring(real.indexOf("{\"choices"));
            assertThat(fields(simulated.replaceFirst("^data: ", ""))).isEqualTo(fields(body));
        }
    }

    /** Events, or the one answer, with values blotted out, and runs of equal ones as one. */
    private static List<JsonNode> fields(String answer) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        List<String> texts = Pattern.compile("\n\n(?:data: )?")
                .splitAsStream(answer.strip().replace("data: [DONE]", ""))
                .toList();
        for (String event : texts) {
            ObjectNode json = (ObjectNode) JSON.readTree(event.replaceAll(":(\\d+|\"[^\"]*\")", ":0"));
            json.remove("timings");
            if (events.isEmpty() || !events.get(events.size() - 1).equals(json)) {
                events.add(json);
            }
        }
        return events;
    }

    /** But for the token ids, which SGLang tells since. */
    @Test
    void generateStreamHasTheShapeOfTheCapture() throws IOException {
        String real = capture("sglang_2025-03-05_25482edb5_generate_stream.derived.txt");
        try (SimulatedServer server = Servers.instant().start()) {
            String body = "{\"text\":\"Hi\",\"stream\":true,\"sampling_params\":{\"max_new_tokens\":3}}";
            String answer = Servers.post(server, "/generate", body).body();
            assertThat(shape(answer.replaceAll("\"output_ids\":\\[[0-9,]+],", "")))
                    .isEqualTo(shape(real));
        }
    }

    /** Events with ids, texts and numbers blotted out, and runs of equal ones as one. */
    private static List<String> shape(String stream) {
        List<String> shapes = new ArrayList<>();
        for (String event : Servers.events(stream.strip())) {
            String shape = event.replaceAll("\"(id|model|text)\":\"[^\"]*\"", "\"$1\":\"\"")
                    .replaceAll("\"content\":\"[^\"]+\"", "\"content\":\"text\"")
                    .replaceAll(":[0-9.]+", ":0");
            if (shapes.isEmpty() || !shapes.get(shapes.size() - 1).equals(shape)) {
                shapes.add(shape);
            }
        }
        return shapes;
    }

    private static String capture(String name) throws IOException {
        Path file = CAPTURES.resolve(name);
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        return Files.readString(file);
    }

    private static void assertGolden(String name, String actual) {
        try (InputStream in = StreamFormatTest.class.getResourceAsStream(name + ".txt")) {
            assertThat(in).as("golden file %s.txt", name).isNotNull();
            assertThat(actual).isEqualTo(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
