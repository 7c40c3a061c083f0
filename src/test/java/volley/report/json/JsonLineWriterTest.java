package volley.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonLineWriterTest {
    private static final JsonLineWriter.Name NUMBER = new JsonLineWriter.Name("number");
    private static final JsonLineWriter.Name TEXT = new JsonLineWriter.Name("a \"text\"");
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        9,
        10,
        99,
        100,
        -100,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static String text(Random random) {
        return random.ints(random.nextInt(40), 0, 0x3000)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Random random = new Random(7);
        List<Long> numbers = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonLineWriter lines = new JsonLineWriter(out)) {
            for (int i = 0; i < 3000; i++) {
                numbers.add(i < NUMBERS.length ? NUMBERS[i] : random.nextLong() >> random.nextInt(64));
                texts.add(i % 9 == 0 ? null : i % 1000 == 1 ? "\u00e9\uD83D\uDE00".repeat(20_000) : text(random));
                lines.begin();
                lines.name(NUMBER);
                lines.number(numbers.get(i));
                lines.name(TEXT);
                lines.text(texts.get(i));
                lines.end();
            }
        }
        String[] written = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        assertThat(written).hasSize(3001);
        JsonMapper mapper = new JsonMapper();
        for (int i = 0; i < 3000; i++) {
            JsonNode line = mapper.readTree(written[i]);
            assertThat(line.get("number").longValue()).isEqualTo(numbers.get(i));
            assertThat(line.get("a \"text\"").textValue()).isEqualTo(texts.get(i));
            assertThat(line).hasSize(2);
        }
    }

    @Test
    void onlyWholeLinesAreHandedOn() throws IOException {
        List<String> handedOn = new ArrayList<>();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int oneByte) {
                throw new AssertionError("a byte by itself");
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                handedOn.add(new String(bytes, from, length, StandardCharsets.UTF_8));
            }
        };
        try (JsonLineWriter lines = new JsonLineWriter(out)) {
            for (int i = 0; i < 40_000; i++) {
                lines.begin();
                lines.name(NUMBER);
                lines.number(i);
                lines.end();
            }
        }
        assertThat(handedOn).hasSizeBetween(5, 20).allMatch(some -> some.startsWith("{") && some.endsWith("}\n"));
    }
}
