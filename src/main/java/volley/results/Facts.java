package volley.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.TreeMap;
import volley.cold.Coldness;
import volley.config.Generated;
import volley.config.Settings;
import volley.dataset.synthetic.RandomRequests;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;

/** What the results say of a run beside its figures. */
public final class Facts {
    private Facts() {}

    public static RunFacts of(
            Preparation prepared,
            Target target,
            OffsetDateTime startedAt,
            List<String> notes,
            Optional<Coldness> coldness) {
        return of(prepared, target.address(), target.model(), startedAt, notes).toBuilder()
                .coldness(coldness)
                .build();
    }

    public static RunFacts of(
            Preparation prepared, String server, String model, OffsetDateTime startedAt, List<String> notes) {
        Settings settings = prepared.settings();
        boolean random = settings.workload().datasetName().equals(RandomRequests.NAME);
        Generated.RandomRequests lengths = settings.generated().random();
        TreeMap<String, String> parameters = new TreeMap<>(settings.effective());
        parameters.put("base-url", server);
        parameters.put("model", model);
        parameters.put("tokenizer", prepared.tokenizer().name());
        parameters.put(
                "num-prompts", String.valueOf(prepared.plan().conversations().size()));
        return RunFacts.builder()
                .simulation(prepared.plan().mode() + prepared.phase().suffix())
                .startedAt(startedAt)
                .planSha256(prepared.plan().hash())
                .seed(prepared.plan().seed())
                .plannedTurns(prepared.plan().turns())
                .parameters(parameters)
                .versions(versions())
                .warnings(notes)
                .upstream(UpstreamParameters.builder()
                        .backend(parameters.get("backend"))
                        .datasetName(settings.workload().datasetName())
                        .numPrompts(prepared.plan().part().conversations())
                        .requestRate(settings.load().requestsPerSecond())
                        .maxConcurrency(prepared.plan().load().maxConcurrency())
                        .fixedOutputTokens(settings.workload().fixedOutputTokens())
                        .randomInputTokens(random ? OptionalInt.of(lengths.inputTokens()) : OptionalInt.empty())
                        .randomOutputTokens(random ? OptionalInt.of(lengths.outputTokens()) : OptionalInt.empty())
                        .randomRangeRatio(random ? OptionalDouble.of(lengths.rangeRatio()) : OptionalDouble.empty())
                        .build())
                .outputFile(settings.output().outputFile())
                .build();
    }

    private static Map<String, String> versions() {
        String volley = Facts.class.getPackage().getImplementationVersion();
        return Map.of(
                "volley",
                volley == null ? "development" : volley,
                "gatling",
                gatlingVersion(),
                "java",
                Runtime.version().toString(),
                "os",
                System.getProperty("os.name") + " " + System.getProperty("os.version"));
    }

    /** As Gatling's own jar says it: its classes are for {@code volley.gatling} alone. */
    private static String gatlingVersion() {
        Properties said = new Properties();
        try (InputStream file = Facts.class.getResourceAsStream("/gatling-version.properties")) {
            if (file != null) {
                said.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("gatling-version.properties cannot be read", e);
        }
        return said.getProperty("version", "unknown");
    }
}
