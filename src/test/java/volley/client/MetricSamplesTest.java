package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.MetricSamples.Sample;

/** By the rules of Prometheus' text format 0.0.4 and OpenMetrics 1.0. */
class MetricSamplesTest {
    @Test
    void commentsTimesAndExemplarsAreNoValues() {
        MetricSamples samples = MetricSamples.parse(
                """
                # HELP a_total A counter, "quoted" {and} bracketed.
                # TYPE a_total counter
                a_total 1027 1395066363000
                  a_total\t{ code = "400" , } \t 3
                a_bucket{le="0.5"} 8 # {trace="abc"} 0.43

                # EOF
                """);

        assertThat(samples.of("a_total"))
                .containsExactly(new Sample(Map.of(), 1027), new Sample(Map.of("code", "400"), 3));
        assertThat(samples.of("a_bucket")).containsExactly(new Sample(Map.of("le", "0.5"), 8));
        assertThat(samples.of("a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-2.5, -2.5",
        "+3, 3",
        "1e-07, 1e-7",
        "5.11430304e+09, 5114303040",
        ".5, 0.5",
        "7., 7",
        "+Inf, Infinity",
        "-Inf, -Infinity",
        "NaN, NaN"
    })
    void numbers(String written, double value) {
        assertThat(MetricSamples.parse("x " + written).of("x")).containsExactly(new Sample(Map.of(), value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x ",
                "x one",
                "x 1d",
                "x 0x1p3",
                "x{ 1",
                "x{a} 1",
                "x{a=1} 1",
                "x{a=\"1} 1",
                "x{a=\"1\" b=\"2\"} 1",
                "x{a=\"1\",a=\"2\"} 1",
                "1x 1",
                "x-y 1",
                "# x 1",
                "{} 1"
            })
    void whatIsNoSampleIsLeftOutAndCostsNoOther(String line) {
        MetricSamples samples = MetricSamples.parse(line + "\nother 2\n");
        assertThat(samples.of("x")).isEmpty();
        assertThat(samples.of("other")).hasSize(1);
    }

    @Test
    void everyTextIsReadBackFromALabel() {
        Random random = new Random(7);
        char[] characters = "\\\"\n{},= #a\u00e9\t".toCharArray();
        for (int i = 0; i < 500; i++) {
            StringBuilder value = new StringBuilder();
            for (int k = random.nextInt(12); k > 0; k--) {
                value.append(characters[random.nextInt(characters.length)]);
            }
            String escaped =
                    value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            List<Sample> read =
                    MetricSamples.parse("m:x{a=\"" + escaped + "\",b=\"2\"} 4").of("m:x");
            assertThat(read).containsExactly(new Sample(Map.of("a", value.toString(), "b", "2"), 4));
        }
    }
}
