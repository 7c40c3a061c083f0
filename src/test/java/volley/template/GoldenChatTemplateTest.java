package volley.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Real models' templates against what Python's jinja2 makes of them. */
final class GoldenChatTemplateTest {
    private static final Path CASES = Path.of("../shared/data/chat_templates/golden_cases.json");
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 30, 4, 0);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    List<DynamicTest> rendersAsPythonDoes() throws IOException {
        assumeThat(CASES).as("golden cases, data not in the repository").exists();
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode golden : JSON.readTree(CASES.toFile())) {
            String name =
                    golden.get("tpl").textValue() + " " + golden.get("case").textValue();
            tests.add(DynamicTest.dynamicTest(name, () -> check(golden)));
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests;
    }

    private static void check(JsonNode golden) {
        Template template = Template.compile(golden.get("template").textValue());
        Map<String, Object> variables =
                JSON.convertValue(golden.get("ctx"), new TypeReference<Map<String, Object>>() {});
        if (golden.get("error").isNull()) {
            assertThat(template.render(variables, NOW))
                    .isEqualTo(golden.get("expected").textValue());
        } else {
            assertThatThrownBy(() -> template.render(variables, NOW)).isInstanceOf(TemplateException.class);
        }
    }
}
