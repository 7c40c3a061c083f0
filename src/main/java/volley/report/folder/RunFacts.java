package volley.report.folder;

import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import volley.cold.Coldness;
import volley.config.SettingsReader;
import volley.metrics.Targets;

/**
 * What the results say of a run beside its figures.
 *
 * @param simulation its name, such as {@code multiturn}
 * @param startedAt wall clock at the run's start
 * @param planSha256 the plan's hash in hex
 * @param plannedTurns turns of the plan, without those for which a time limit left no time
 * @param parameters effective parameters by name, written in the order of their names. They are written as they are:
 *     the caller leaves out secrets.
 * @param versions of Volley, Gatling, Java and the operating system, by name
 * @param warnings what a reader must know before believing a figure, such as a simulated server, one line each
 * @param coldness whether it began with an empty cache; absent where that is not known, as of runs by older versions
 * @param end what ended it; absent where it had no time limit
 * @param clientWarmUp how the client was warmed up before; absent where that is not known
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
        Optional<Coldness> coldness,
        Optional<RunEnd> end,
        Optional<WarmUpDone> clientWarmUp,
        UpstreamParameters upstream,
        Optional<Path> outputFile) {
    public RunFacts {
        parameters = Map.copyOf(parameters);
        versions = Map.copyOf(versions);
        warnings = List.copyOf(warnings);
    }

    /** What the run is judged by, as its parameters say. */
    public Targets targets() {
        Properties given = new Properties();
        parameters.forEach((name, value) -> {
            if (name.equals("goodput") || name.startsWith("slo.")) {
                given.setProperty("volley." + name, value);
            }
        });
        return Targets.of(SettingsReader.read(given).slo());
    }

    /** How long its load rose, as its parameters say. */
    public Duration rampUp() {
        return Duration.ofNanos(Math.round(Double.parseDouble(parameters.getOrDefault("ramp-up-seconds", "0")) * 1e9));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** To make others of these. */
    public Builder toBuilder() {
        return builder()
                .simulation(simulation)
                .startedAt(startedAt)
                .planSha256(planSha256)
                .seed(seed)
                .plannedTurns(plannedTurns)
                .parameters(parameters)
                .versions(versions)
                .warnings(warnings)
                .coldness(coldness)
                .end(end)
                .clientWarmUp(clientWarmUp)
                .upstream(upstream)
                .outputFile(outputFile);
    }

    /** Facts by name. */
    public static final class Builder {
        private String simulation;
        private OffsetDateTime startedAt;
        private String planSha256;
        private long seed;
        private long plannedTurns;
        private Map<String, String> parameters = Map.of();
        private Map<String, String> versions = Map.of();
        private List<String> warnings = List.of();
        private Optional<Coldness> coldness = Optional.empty();
        private Optional<RunEnd> end = Optional.empty();
        private Optional<WarmUpDone> clientWarmUp = Optional.empty();
        private UpstreamParameters upstream;
        private Optional<Path> outputFile = Optional.empty();

        private Builder() {}

        public Builder simulation(String value) {
            simulation = value;
            return this;
        }

        public Builder startedAt(OffsetDateTime value) {
            startedAt = value;
            return this;
        }

        public Builder planSha256(String value) {
            planSha256 = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder plannedTurns(long value) {
            plannedTurns = value;
            return this;
        }

        public Builder parameters(Map<String, String> value) {
            parameters = value;
            return this;
        }

        public Builder versions(Map<String, String> value) {
            versions = value;
            return this;
        }

        public Builder warnings(List<String> value) {
            warnings = value;
            return this;
        }

        public Builder coldness(Optional<Coldness> value) {
            coldness = value;
            return this;
        }

        public Builder clientWarmUp(Optional<WarmUpDone> value) {
            clientWarmUp = value;
            return this;
        }

        public Builder end(Optional<RunEnd> value) {
            end = value;
            return this;
        }

        public Builder upstream(UpstreamParameters value) {
            upstream = value;
            return this;
        }

        public Builder outputFile(Optional<Path> value) {
            outputFile = value;
            return this;
        }

        public RunFacts build() {
            return new RunFacts(
                    simulation,
                    startedAt,
                    planSha256,
                    seed,
                    plannedTurns,
                    parameters,
                    versions,
                    warnings,
                    coldness,
                    end,
                    clientWarmUp,
                    upstream,
                    outputFile);
        }
    }
}
