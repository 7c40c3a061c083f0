package volley.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import volley.config.BadInputException;

class RunManifestsTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "volley", "kubernetes", "run.yaml");
    private static final Path BASE = Path.of("deploy", "kubernetes");
    private static final Instant START = Instant.parse("2026-11-30T14:00:00Z");
    private static final KubernetesSchema SCHEMA = new KubernetesSchema();

    @Test
    void theBaseIsValid() throws IOException {
        assertThat(RunManifests.base()).hasSize(6).allSatisfy(manifest -> assertThat(SCHEMA.errors(manifest))
                .isEmpty());
        JsonNode kustomization = new YAMLMapper().readTree(Files.readString(BASE.resolve("kustomization.yaml")));
        List<JsonNode> files = new ArrayList<>();
        for (JsonNode file : kustomization.required("resources")) {
            new YAMLMapper()
                    .readerFor(ObjectNode.class)
                    .<ObjectNode>readValues(Files.readString(BASE.resolve(file.textValue())))
                    .forEachRemaining(files::add);
        }
        assertThat(files).as("what kustomize is told is what the command knows").isEqualTo(RunManifests.base());
    }

    /** A schema that takes everything would prove nothing. */
    @ParameterizedTest
    @CsvSource({
        "/spec, completion, 4",
        "/spec, parallelism, '\"4\"'",
        "/spec/template/spec/containers/0, imagePullSecrets, '[]'",
        "/spec/template/spec/containers/0/securityContext/capabilities, drop, '\"ALL\"'",
        "/spec/podFailurePolicy/rules/0, action, null",
        "/metadata, label, '{}'"
    })
    void whatKubernetesWouldRefuseIsRefused(String at, String field, String value) throws IOException {
        ObjectNode job = RunManifests.base().get(4);
        assertThat(SCHEMA.errors(job)).isEmpty();
        ((ObjectNode) job.at(at)).set(field, new JsonMapper().readTree(value));
        assertThat(SCHEMA.errors(job)).isNotEmpty();
    }

    @Test
    void aRunIsAsTheGoldenFileHasIt() throws IOException {
        String text = RunManifests.text(everything());
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void runsAreValidAndWhatTheyReferToIsThere() throws IOException {
        for (ShardedRun run : List.of(everything(), least(Map.of()))) {
            List<ObjectNode> all = read(RunManifests.text(run));
            assertThat(all)
                    .allSatisfy(manifest -> assertThat(SCHEMA.errors(manifest)).isEmpty());
            List<String> made = all.stream()
                    .map(manifest -> manifest.at("/kind").textValue() + " "
                            + manifest.at("/metadata/name").textValue())
                    .toList();
            assertThat(made).doesNotHaveDuplicates();
            for (ObjectNode manifest : all) {
                String claim = run.pods().names().claim().orElse("volley-results");
                for (JsonNode volume : manifest.at("/spec/template/spec/volumes")) {
                    if (volume.has("configMap")) {
                        assertThat(made)
                                .contains("ConfigMap "
                                        + volume.at("/configMap/name").textValue());
                    }
                    if (volume.required("name").textValue().equals("results")) {
                        assertThat(volume.at("/persistentVolumeClaim/claimName").textValue())
                                .isEqualTo(claim);
                    }
                }
                assertThat(made.contains("PersistentVolumeClaim " + claim))
                        .isEqualTo(run.pods().names().claim().isEmpty());
                selectsPodsOfTheRun(manifest, all);
                sharesAgree(manifest, run.pods().shards());
            }
        }
    }

    /** The labels that a policy and a spread look for are those of a pod of the run. */
    private static void selectsPodsOfTheRun(ObjectNode manifest, List<ObjectNode> all) {
        List<JsonNode> selectors = new ArrayList<>(manifest.findValues("labelSelector"));
        if (!manifest.at("/spec/podSelector").isMissingNode()) {
            selectors.add(manifest.at("/spec/podSelector"));
        }
        List<JsonNode> pods = all.stream()
                .map(one -> one.at("/spec/template/metadata/labels"))
                .filter(JsonNode::isObject)
                .toList();
        assertThat(selectors)
                .allSatisfy(selector -> assertThat(pods).anySatisfy(labels -> selector.required("matchLabels")
                        .properties()
                        .forEach(label -> assertThat(labels.get(label.getKey())).isEqualTo(label.getValue()))));
    }

    private static void sharesAgree(ObjectNode manifest, int shards) {
        for (String field : List.of("completions", "parallelism")) {
            assertThat(manifest.findValues(field))
                    .allSatisfy(value -> assertThat(value.intValue()).isEqualTo(shards));
        }
        for (JsonNode variable : manifest.at("/spec/template/spec/containers/0/env")) {
            if (variable.required("name").textValue().equals("JOB_COMPLETIONS")) {
                assertThat(variable.required("value").textValue()).isEqualTo(String.valueOf(shards));
            }
        }
    }

    /** By readers of YAML 1.1, too, for which 2026-11-30 is a date, 1_000 a number and on a boolean. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30",
                "1_000",
                "0x10",
                "1e3",
                "12:30:45",
                ".5",
                "-1",
                "on",
                "No",
                "~",
                "null",
                "true",
                "",
                " a ",
                "a: b",
                "a #b",
                "#",
                "*a",
                "&a",
                "!a",
                "%a",
                "@a",
                "`a",
                "'",
                "\"",
                "- a",
                "? a",
                "{a}",
                "[a]",
                "a\nb\n",
                "é\t",
                "=",
                "<<",
                "---",
                "\\"
            })
    void valuesComeThroughYamlAsTheyAre(String value) throws IOException {
        String text = RunManifests.text(least(Map.of("tag", value)));
        assertThat(text).doesNotContain("\n...");
        List<Object> other = new ArrayList<>();
        new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(text).forEach(other::add);
        List<ObjectNode> manifests = read(text);
        assertThat((Object) new JsonMapper().valueToTree(other)).isEqualTo(new JsonMapper().valueToTree(manifests));
        assertThat(argsOf(manifests)).contains("-Dtag=" + value);
    }

    /** Kubernetes puts a variable's value in place of its name in an argument. */
    @Test
    void argumentsAreNotExpanded() throws IOException {
        assertThat(argsOf(read(RunManifests.text(least(Map.of("tag", "$(HOME) $HOME"))))))
                .contains("-Dtag=$$(HOME) $HOME");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://10.0.0.7:30000 | {\"to\":[{\"ipBlock\":{\"cidr\":\"10.0.0.7/32\"}}],\"ports\":[{\"protocol\":\"TCP\",\"port\":30000}]}",
                "https://[fd00::7]/v1 | {\"to\":[{\"ipBlock\":{\"cidr\":\"fd00::7/128\"}}],\"ports\":[{\"protocol\":\"TCP\",\"port\":443}]}",
                "http://llm.models.svc.cluster.local:8000 | {\"to\":[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"models\"}}}]}",
                "http://llm.models.svc | {\"to\":[{\"namespaceSelector\":{\"matchLabels\":{\"kubernetes.io/metadata.name\":\"models\"}}}]}",
                "http://llm:8000 | {\"to\":[{\"podSelector\":{}}]}",
                "http://my_llm:8000 | {\"to\":[{\"podSelector\":{}}]}",
                "http://llm.example.org:8443 | {\"ports\":[{\"protocol\":\"TCP\",\"port\":8443}]}",
                "http://llm.example.org | {\"ports\":[{\"protocol\":\"TCP\",\"port\":80}]}"
            })
    void aPolicyLetsShardsReachTheServer(URI server, String rule) throws IOException {
        assertThat(Egress.to(List.of(server, server, URI.create("http://127.0.0.1:1"), URI.create("http://localhost"))))
                .containsExactly((ObjectNode) new JsonMapper().readTree(rule));
    }

    @Test
    void secretsAreReferredToByName() throws IOException {
        ObjectNode job = read(RunManifests.text(everything())).get(3);
        assertThat(job.at("/spec/template/spec/containers/0/env"))
                .filteredOn(variable -> variable.has("valueFrom"))
                .extracting(
                        variable -> variable.at("/valueFrom/secretKeyRef/key").textValue())
                .containsExactly("TEAM_KEY", "OPENAI_API_KEY", "HF_TOKEN", "SGLANG_ADMIN_API_KEY");
    }

    @ParameterizedTest
    @CsvSource({
        "header.x-team, s3cret",
        "header.x-team, env:TEAM",
        "base-url, http://h/?api-key=s3cret",
        "extra-request-body, '{\"api_key\": \"s3cret\"}'"
    })
    void aSecretInPlainTextIsRefused(String name, String value) {
        TreeMap<String, String> parameters = new TreeMap<>(Map.of(name, value));
        ShardedRun.Played played = new ShardedRun.Played("multiturn", parameters, new TreeMap<>(), List.of());
        assertThatThrownBy(
                        () -> new ShardedRun(played, pods(least(Map.of()).pods().names()), START))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(name)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aSecretPropertyIsRefused() {
        assertThatThrownBy(() -> least(Map.of("javax.net.ssl.keyStorePassword", "s3cret")))
                .isInstanceOf(BadInputException.class)
                .hasMessageNotContaining("s3cret");
    }

    private static List<ObjectNode> read(String text) throws IOException {
        return new YAMLMapper()
                .readerFor(ObjectNode.class)
                .<ObjectNode>readValues(text)
                .readAll();
    }

    private static List<String> argsOf(List<ObjectNode> manifests) {
        JsonNode shards = manifests.stream()
                .filter(manifest -> !manifest.at("/spec/completions").isMissingNode())
                .findFirst()
                .orElseThrow();
        return StreamSupport.stream(
                        shards.at("/spec/template/spec/containers/0/args").spliterator(), false)
                .map(JsonNode::textValue)
                .toList();
    }

    private static ShardedRun least(Map<String, String> properties) {
        return new ShardedRun(
                new ShardedRun.Played("multiturn", new TreeMap<>(), new TreeMap<>(properties), List.of()),
                pods(new ShardedRun.Names(
                        "volley-a", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())),
                START);
    }

    private static ShardedRun.Pods pods(ShardedRun.Names names) {
        return new ShardedRun.Pods(
                2, "volley:1", names, new ShardedRun.Resources("2", "3Gi", "10Gi", Optional.empty()), Optional.empty());
    }

    private static ShardedRun everything() {
        Map<String, String> parameters = Map.of(
                "backend", "vllm",
                "base-url", "http://10.0.0.7:8000",
                "header.x-team", "env:TEAM_KEY",
                "metrics-port", "9500",
                "slo.ttft.p99", "500",
                "extra-request-body", "{\"max_tokens\": 5, \"top_p\": 0.9}");
        return new ShardedRun(
                new ShardedRun.Played(
                        "single-turn",
                        new TreeMap<>(parameters),
                        new TreeMap<>(Map.of("gatling.noReports", "true")),
                        List.of(URI.create("http://10.0.0.7:8000"))),
                new ShardedRun.Pods(
                        8,
                        "registry.example:5000/load/volley@sha256:0123456789abcdef",
                        new ShardedRun.Names(
                                "friday",
                                Optional.of("load"),
                                Optional.of("keys"),
                                Optional.of("shared"),
                                Optional.of("datasets")),
                        new ShardedRun.Resources("4", "6Gi", "1Ti", Optional.of("files")),
                        Optional.of("-Xms4G -Xmx4G")),
                START);
    }
}
