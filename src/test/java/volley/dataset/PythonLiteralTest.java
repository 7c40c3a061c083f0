package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The oracle is CPython: python_literals.py wrote what {@code ast.literal_eval} makes of each case. */
class PythonLiteralTest {
    record Case(String literal, boolean ok, JsonNode value) {}

    static List<Case> cases() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        List<Case> cases = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                PythonLiteralTest.class.getResourceAsStream("python_literals.jsonl"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = mapper.readTree(line);
                cases.add(
                        new Case(node.get("literal").textValue(), node.get("ok").booleanValue(), node.get("value")));
            }
        }
        return cases;
    }

    @Test
    void theOracleHasBothKinds() throws Exception {
        assertThat(cases()).hasSizeGreaterThan(550);
        assertThat(cases().stream().filter(Case::ok)).hasSizeGreaterThan(450);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsWhatCPythonReads(Case oracle) throws Exception {
        if (oracle.ok()) {
            assertSame(PythonLiteral.parse(oracle.literal()), oracle.value());
        } else {
            assertThatThrownBy(() -> PythonLiteral.parse(oracle.literal()))
                    .isInstanceOf(PythonSyntaxException.class)
                    .hasMessageContaining(" at character ");
        }
    }

    private static void assertSame(Object actual, JsonNode expected) {
        if (expected.has("bytes")) {
            assertThat((byte[]) actual)
                    .isEqualTo(HexFormat.of().parseHex(expected.get("bytes").textValue()));
        } else if (expected.has("dict")) {
            assertThat(actual).isInstanceOf(Map.class);
            List<Map.Entry<?, ?>> entries = new ArrayList<>(((Map<?, ?>) actual).entrySet());
            assertThat(entries).hasSize(expected.get("dict").size());
            for (int i = 0; i < entries.size(); i++) {
                assertSame(entries.get(i).getKey(), expected.get("dict").get(i).get(0));
                assertSame(
                        entries.get(i).getValue(), expected.get("dict").get(i).get(1));
            }
        } else if (expected.isArray()) {
            assertThat(actual).isInstanceOf(List.class);
            List<?> items = (List<?>) actual;
            assertThat(items).hasSize(expected.size());
            for (int i = 0; i < items.size(); i++) {
                assertSame(items.get(i), expected.get(i));
            }
        } else if (expected.isIntegralNumber()) {
            BigInteger number = actual instanceof BigInteger big ? big : BigInteger.valueOf((Long) actual);
            assertThat(number).isEqualTo(expected.bigIntegerValue());
        } else if (expected.isNumber()) {
            assertThat(actual).isEqualTo(expected.doubleValue());
        } else if (expected.isBoolean()) {
            assertThat(actual).isEqualTo(expected.booleanValue());
        } else {
            assertThat(actual).isEqualTo(expected.textValue());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "[1, open('x')]; an unexpected 'o' at character 5",
                "[1 2]; an unexpected '2' at character 4",
                "['a; an unclosed string at character 2",
                "[f'{1}']; an unexpected 'f' at character 2",
                "{'a': 012}; a malformed number at character 7",
                "[1; an unexpected end at character 3",
                "{[1]: 2}; a list or dict as a key at character 2",
            })
    void namesThePosition(String literal, String message) {
        assertThatThrownBy(() -> PythonLiteral.parse(literal)).hasMessage("not a Python literal, " + message);
    }

    @Test
    void stopsAtTheDepthLimit() throws Exception {
        int max = PythonLiteral.MAX_DEPTH;
        assertThat(PythonLiteral.parse("[".repeat(max) + "]".repeat(max))).isInstanceOf(List.class);
        assertThatThrownBy(() -> PythonLiteral.parse("[".repeat(1_000_000)))
                .hasMessageContaining("more than " + max + " brackets");
    }

    @Test
    void longTextsNeedNoDeepStack() throws Exception {
        String digits = "1".repeat(4_000);
        assertThat(PythonLiteral.parse(digits)).isEqualTo(new BigInteger(digits));
        assertThatThrownBy(() -> PythonLiteral.parse("1".repeat(1_000_000))).isInstanceOf(PythonSyntaxException.class);
        assertThat(PythonLiteral.parse("'" + "\\n".repeat(1_000_000) + "'")).isEqualTo("\n".repeat(1_000_000));
    }
}
