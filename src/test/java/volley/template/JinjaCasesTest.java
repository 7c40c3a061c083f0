package volley.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What chat templates are made of, piece by piece, against the output of Python's jinja2 3.1.6 with transformers'
 * settings (sandboxed environment, trim_blocks, lstrip_blocks, loop controls).
 */
final class JinjaCasesTest {
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 30, 4, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    List<DynamicTest> rendersAsPythonDoes() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode golden : JSON.readTree(getClass().getResourceAsStream("jinja_cases.json"))) {
            tests.add(DynamicTest.dynamicTest(golden.get("name").textValue(), () -> check(golden)));
        }
        assertThat(tests).hasSizeGreaterThan(50);
        return tests;
    }

    private static void check(JsonNode golden) {
        Map<String, Object> variables = new HashMap<>();
        variables.put("messages", JSON.convertValue(golden.get("messages"), new TypeReference<List<Object>>() {}));
        variables.put(
                "add_generation_prompt", golden.get("add_generation_prompt").booleanValue());
        variables.put("bos_token", "<s>");
        variables.put("eos_token", "</s>");
        String source = golden.get("template").textValue();
        if (golden.has("error")) {
            assertThatThrownBy(() -> Template.compile(source).render(variables, NOW))
                    .isInstanceOf(TemplateException.class);
        } else {
            assertThat(Template.compile(source).render(variables, NOW))
                    .isEqualTo(golden.get("expected").textValue());
        }
    }
}
