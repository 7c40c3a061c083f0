package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import volley.config.BadInputException;
import volley.template.TemplateException;

/** Templates of today's models and what transformers 5.24 makes of them, or the error it raises. */
final class TemplateCorpusTest {
    private static final Path FOLDER = Path.of("../shared/data/chat_templates");

    /** The hour is seen by one feature. */
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T04:00:00Z"), ZoneOffset.UTC);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void rendersEveryCaseAsTransformersDoes() throws IOException {
        List<Map<String, Object>> cases = lines("corpus_cases.jsonl.gz");
        Map<Object, Object> sources = new HashMap<>();
        lines("corpus_templates.jsonl.gz").forEach(each -> sources.put(each.get("name"), each.get("template")));
        cases.forEach(each -> each.put("name", each.get("template") + " " + each.get("case")));
        cases.forEach(each -> each.put("template", sources.get(each.get("template"))));
        assertThat(cases).hasSizeGreaterThan(3000);
        assertThat(differences(cases)).isEmpty();
    }

    @Test
    void rendersEveryFeatureAsTransformersDoes() throws IOException {
        List<Map<String, Object>> cases = lines("features.jsonl");
        cases.forEach(each -> each.put("name", each.get("template")));
        assertThat(cases).hasSizeGreaterThan(100);
        assertThat(differences(cases)).isEmpty();
    }

    private static List<String> differences(List<Map<String, Object>> cases) {
        List<String> differences = new ArrayList<>();
        for (Map<String, Object> each : cases) {
            String text = null;
            String error = null;
            try {
                text = render(each);
            } catch (TemplateException e) {
                error = e.type();
            } catch (BadInputException e) {
                error = e.getMessage();
            }
            if (each.get("expected") instanceof String expected) {
                if (!expected.equals(text)) {
                    differences.add(each.get("name") + ": " + (text == null ? error : text));
                }
            } else if (text != null || !each.get("error").toString().startsWith(error + ":")) {
                differences.add(
                        each.get("name") + ": not " + each.get("error") + " but " + (text == null ? error : text));
            }
        }
        return differences;
    }

    private static String render(Map<String, Object> each) {
        Map<String, Object> tokens = new HashMap<>();
        ((Map<?, ?>) each.get("special_tokens")).forEach((name, token) -> tokens.put(name.toString(), token));
        return JinjaChatTemplate.of(each.get("template").toString(), tokens, Map.of(), CLOCK, "corpus")
                .renderMessages((List<?>) each.get("messages"), (Boolean) each.get("add_generation_prompt"));
    }

    private static List<Map<String, Object>> lines(String name) throws IOException {
        Path file = FOLDER.resolve(name);
        assumeThat(file)
                .as("corpus of chat templates, data not in the repository")
                .exists();
        List<Map<String, Object>> lines = new ArrayList<>();
        try (InputStream bytes = Files.newInputStream(file);
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                BufferedReader reader = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(JSON.readValue(line, new TypeReference<Map<String, Object>>() {}));
            }
        }
        return lines;
    }
}
