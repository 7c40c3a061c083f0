package volley.report;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import volley.config.Settings;
import volley.metrics.Targets;

/**
 * What the results say of a run beside its figures.
 *
 * @param simulation its name, such as {@code multiturn}
 * @param startedAt wall clock at the run's start
 * @param planSha256 the plan's hash in hex
 * @param plannedTurns turns of the plan
 * @param parameters effective parameters by name, written in the order of their names. They are written as they are:
 *     the caller leaves out secrets.
 * @param versions of Volley, Gatling, Java and the operating system, by name
 * @param warnings what a reader must know before believing a figure, such as a simulated server, one line each
 * @param upstream parameters that SGLang's result line repeats
 * @param outputFile file to append the result line to; default: {@code {backend}_{MMDD}_{num_prompts}_{dataset}.jsonl} in the
 *     working folder
 */
public record RunFacts(
        String simulation,
        OffsetDateTime startedAt,
        String planSha256,
        long seed,
        long plannedTurns,
        Map<String, String> parameters,
        Map<String, String> versions,
        List<String> warnings,
        UpstreamParameters upstream,
        Optional<Path> outputFile) {
    public RunFacts {
        parameters = Map.copyOf(parameters);
        versions = Map.copyOf(versions);
        warnings = List.copyOf(warnings);
    }

    /** What the run is judged by, as its parameters say. */
    Targets targets() {
        Properties given = new Properties();
        parameters.forEach((name, value) -> {
            if (name.equals("goodput") || name.startsWith("slo.")) {
                given.setProperty("volley." + name, value);
            }
        });
        return Targets.of(Settings.from(given).slo());
    }

    /** How long its load rose, as its parameters say. */
    Duration rampUp() {
        return Duration.ofNanos(Math.round(Double.parseDouble(parameters.getOrDefault("ramp-up-seconds", "0")) * 1e9));
    }

    static Map<String, String> sorted(Map<String, String> map) {
        return new TreeMap<>(map);
    }
}
