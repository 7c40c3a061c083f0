package volley.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardSettingsTest {
    private static final String SERVER = "http://127.0.0.1:1";

    @Test
    void withoutThemARunIsWholeAndBeginsWhenItIsReady() {
        ShardSettings settings = read("seed", "1").shards();
        assertThat(settings.shard()).isEqualTo(Shard.WHOLE);
        assertThat(settings.startAt()).isEmpty();
        assertThat(settings.isOneOfSeveral()).isFalse();
        assertThat(settings.skewLimit()).isEqualTo(Duration.ofMillis(100));
        assertThat(read("shard", "0/1", "order", "strict").shards().isOneOfSeveral())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-07T12:00:00Z, 2026-03-07T12:00:00Z",
        "2026-03-07T12:00:00.250+01:00, 2026-03-07T11:00:00.250Z",
        "1772884800, 2026-03-07T12:00:00Z",
        "1772884800.5, 2026-03-07T12:00:00.500Z"
    })
    void aStartIsATimeWithItsZoneOrSecondsSince1970(String given, Instant expected) {
        assertThat(read("start-at", given).shards().startAt()).contains(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shard | 4/4 | seed | 1 | is no part of a plan",
                "shard | -1/4 | seed | 1 | is no part of a plan",
                "shard | 1 | seed | 1 | give i/N with i from 0",
                "shard | 0/0 | seed | 1 | is no part of a plan",
                "start-at | tomorrow | seed | 1 | is no time",
                "start-at | 2026-03-07T12:00:00 | seed | 1 | with its zone",
                "start-at | 1772884800000 | seed | 1 | seconds since 1970",
                "start-skew-limit-ms | -1 | seed | 1 | is not a number from 0 up",
                "shard | 1/4 | order | strict | which this one does not see",
                "shard | 1/4 | enable-round-barrier | true | a round would wait for conversations of other generators",
                "shard | 1/4 | pacing | upstream | which another generator has",
                "shard | 1/4 | max-concurrency | 3 | give 4 or more",
                "shard | 1/4 | cache-salt | always | would be another one in each generator",
                "shard | 1/4 | require-cold | always | needs a common start",
                "shard | 1/4 | iterations | 3 | is a part of one run",
                "shard | 1/4 | simulate | true | in virtual time",
                "start-at | 1772884800 | iterations | 3 | is the start of one run",
                "start-at | 1772884800 | find-saturation | 1:8 | is the start of one run"
            })
    void whatCannotBeIsRefusedInOneLine(String name, String value, String other, String otherValue, String why) {
        boolean virtual = other.equals("simulate");
        assertThatThrownBy(() -> read(
                        name,
                        value,
                        other,
                        otherValue,
                        "request-rate",
                        "8",
                        virtual ? "seed" : "base-url",
                        virtual ? "2" : SERVER,
                        "slo.ttft.p99",
                        "500"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aShardNeedsAServerOfAll() {
        assertThatThrownBy(() -> read("shard", "1/4"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("needs a server that all generators ask");
        assertThat(read("shard", "1/4", "dry-run", "true").shards().shard()).isEqualTo(new Shard(1, 4));
    }

    @Test
    void severalRunsOfAProcessAreNoShard() {
        for (SimulationKind kind : new SimulationKind[] {
            SimulationKind.SYNTHETIC_MULTITURN, SimulationKind.COMPARE_SERVERS, SimulationKind.CALIBRATE
        }) {
            assertThatThrownBy(() -> SettingsReader.read(properties("shard", "1/4", "base-url", SERVER), kind))
                    .as("%s", kind)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is a part of one run");
        }
    }

    @Test
    void aSweepOfOneRateIsOneRun() {
        SimulationKind kind = SimulationKind.SYNTHETIC_MULTITURN;
        Properties given =
                properties("shard", "1/4", "base-url", SERVER, "request-rate", "2", "start-at", "1772884800");
        assertThat(SettingsReader.read(given, kind).shards().shard()).isEqualTo(new Shard(1, 4));
        given.setProperty("volley.new-sessions", "true");
        given.setProperty("volley.duration-seconds", "10");
        assertThatThrownBy(() -> SettingsReader.read(given, kind))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be with -Dvolley.new-sessions=true")
                .hasMessageContaining("which conversation a client begins next");
    }

    @Test
    void aJobsEnvironmentIsAShard() {
        assertThat(applied(Map.of("JOB_COMPLETION_INDEX", "2", "JOB_COMPLETIONS", "4"), Optional.empty()))
                .isEqualTo("2/4");
        assertThat(applied(Map.of("JOB_COMPLETION_INDEX", "2", "JOB_COMPLETIONS", "4"), Optional.of("1/8")))
                .isEqualTo("1/8");
        assertThat(applied(Map.of("JOB_COMPLETION_INDEX", "2"), Optional.of("0/1")))
                .isEqualTo("0/1");
        assertThat(applied(Map.of(), Optional.empty())).isNull();
        for (Map<String, String> wrong : List.of(
                Map.of("JOB_COMPLETION_INDEX", "0"),
                Map.of("JOB_COMPLETIONS", "4"),
                Map.of("JOB_COMPLETION_INDEX", "4", "JOB_COMPLETIONS", "4"),
                Map.of("JOB_COMPLETION_INDEX", "x", "JOB_COMPLETIONS", "4"),
                Map.of("JOB_COMPLETION_INDEX", "", "JOB_COMPLETIONS", ""))) {
            assertThatThrownBy(() -> applied(wrong, Optional.empty()))
                    .as("%s", wrong)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("JOB_COMPLETION");
        }
    }

    private static String applied(Map<String, String> environment, Optional<String> shard) {
        Properties properties = new Properties();
        shard.ifPresent(text -> properties.setProperty("volley.shard", text));
        JobEnvironment.apply(environment, properties);
        return properties.getProperty("volley.shard");
    }

    private static Settings read(String... namesAndValues) {
        return SettingsReader.read(properties(namesAndValues), SimulationKind.MULTITURN);
    }

    private static Properties properties(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return properties;
    }
}
