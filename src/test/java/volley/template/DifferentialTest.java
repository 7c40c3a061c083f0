package volley.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import volley.template.value.PythonError;

/** Random templates, rendered here and by jinja2 itself, which {@code .ci/run} puts into target/jinja2. */
final class DifferentialTest {
    private static final Path PYTHON = Path.of("target/jinja2/bin/python");
    private static final String SCRIPT = "src/test/resources/volley/template/differential.py";
    private static final int TEMPLATES = 2000;
    private static final int SEED = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void rendersRandomTemplatesAsJinja2Does() throws IOException, InterruptedException {
        assumeThat(Files.isExecutable(PYTHON))
                .as("jinja2, which .ci/run fetches from PyPI, is not there")
                .isTrue();
        Process python = new ProcessBuilder(
                        PYTHON.toString(), "-W", "ignore", SCRIPT, String.valueOf(TEMPLATES), String.valueOf(SEED))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> differences = new ArrayList<>();
        int rendered = 0;
        int unsupported = 0;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(python.getInputStream(), StandardCharsets.UTF_8))) {
            JsonNode head = JSON.readTree(lines.readLine());
            assertThat(head.get("jinja2").textValue()).startsWith("3.1.");
            Map<String, Object> variables =
                    JSON.convertValue(head.get("variables"), new TypeReference<Map<String, Object>>() {});
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode expected = JSON.readTree(line);
                String found = render(expected.get("template").textValue(), variables);
                if (found == null) {
                    unsupported++;
                } else if (!found.equals(expected.path("expected").asText("refused"))) {
                    differences.add(expected + " but here " + found);
                }
                rendered++;
            }
        }
        assertThat(python.waitFor()).isZero();
        assertThat(rendered).isEqualTo(TEMPLATES);
        assertThat(differences).isEmpty();
        // Texts that hold an address in memory, mostly made on the way to an error.
        assertThat(unsupported).isLessThan(TEMPLATES / 50);
    }

    /** The text, {@code refused}, or {@code null} for what the engine does not support. */
    private static String render(String template, Map<String, Object> variables) {
        try {
            return Template.compile(template).render(variables, LocalDateTime.of(2026, 11, 30, 4, 0));
        } catch (TemplateException e) {
            return e.type().equals(PythonError.NOT_SUPPORTED) ? null : "refused";
        }
    }
}
