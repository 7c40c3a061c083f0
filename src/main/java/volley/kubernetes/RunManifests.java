package volley.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The manifests of a run: those of {@code deploy/kubernetes}, which come with the classes, with what is the run's own put in its
 * places. What all runs have in common is said there alone.
 */
public final class RunManifests {
    /** As {@code deploy/kubernetes/kustomization.yaml} has them, too. */
    private static final List<String> FILES =
            List.of("config.yaml", "results.yaml", "network.yaml", "shards.yaml", "merge.yaml");

    private static final String MERGE = "-merge";
    private static final String INSTANCE = "app.kubernetes.io/instance";
    private static final Pattern LIKE_A_NUMBER = Pattern.compile("[-+.]?[0-9]");
    private static final String START = "volley.start-at";

    /** Texts that old readers of YAML take for a number or a time, such as 1_000 and 2026-11-30, are quoted. */
    private static final StringQuotingChecker QUOTING = new StringQuotingChecker.Default() {
        private static final long serialVersionUID = 1;

        @Override
        public boolean needToQuoteValue(String value) {
            return super.needToQuoteValue(value) || LIKE_A_NUMBER.matcher(value).lookingAt();
        }
    };

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .stringQuotingChecker(QUOTING)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .build());

    private RunManifests() {}

    /** Those of {@code deploy/kubernetes} as they are. */
    static List<ObjectNode> base() {
        List<ObjectNode> all = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream in = RunManifests.class.getResourceAsStream(file);
                    MappingIterator<ObjectNode> documents =
                            YAML.readerFor(ObjectNode.class).readValues(in)) {
                documents.forEachRemaining(all::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    /** Those of a run, in the order in which they are to be applied. */
    static List<ObjectNode> of(ShardedRun run) {
        List<ObjectNode> all = base();
        if (run.pods().names().claim().isPresent()) {
            all.removeIf(manifest -> kind(manifest).equals("PersistentVolumeClaim"));
        }
        for (ObjectNode manifest : all) {
            rename(manifest, run);
            switch (kind(manifest)) {
                case "ConfigMap" -> ((ObjectNode) manifest.required("data"))
                        .put("run.conf", RunConf.text(run.parameters(), run.start()));
                case "PersistentVolumeClaim" -> claim(manifest, run);
                case "NetworkPolicy" -> network(manifest, run);
                case "Job" -> job(manifest, run);
                default -> throw new IllegalStateException(kind(manifest));
            }
        }
        return all;
    }

    /** As {@code kubectl apply -f -} takes them. */
    public static String text(ShardedRun run) {
        try {
            StringBuilder text = new StringBuilder();
            for (ObjectNode manifest : of(run)) {
                text.append(YAML.writeValueAsString(manifest));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String kind(ObjectNode manifest) {
        return manifest.required("kind").textValue();
    }

    private static void rename(ObjectNode manifest, ShardedRun run) {
        ObjectNode metadata = (ObjectNode) manifest.required("metadata");
        if (!kind(manifest).equals("PersistentVolumeClaim")) {
            metadata.put("name", named(metadata.required("name"), run));
        }
        run.pods().names().namespace().ifPresent(namespace -> metadata.put("namespace", namespace));
        for (JsonNode labelled : manifest.findParents(INSTANCE)) {
            ((ObjectNode) labelled).put(INSTANCE, run.name());
        }
    }

    /** The run's name in place of that in the base: {@code volley-merge} is {@code <name>-merge}. */
    private static String named(JsonNode inBase, ShardedRun run) {
        return inBase.textValue().replaceFirst("^volley", run.name());
    }

    private static void claim(ObjectNode manifest, ShardedRun run) {
        ObjectNode spec = (ObjectNode) manifest.required("spec");
        ((ObjectNode) spec.requiredAt("/resources/requests"))
                .put("storage", run.pods().resources().storage());
        run.pods().resources().storageClass().ifPresent(name -> spec.put("storageClassName", name));
    }

    private static void network(ObjectNode manifest, ShardedRun run) {
        if (manifest.requiredAt("/spec").get("egress") instanceof ArrayNode egress) {
            boolean merge = manifest.at("/metadata/name").textValue().endsWith(MERGE);
            List<ObjectNode> servers = merge ? List.of() : Egress.to(run.servers());
            JsonNode names = egress.get(0);
            JsonNode hub = egress.get(egress.size() - 1);
            egress.removeAll().add(names).addAll(servers).add(hub);
        }
    }

    private static void job(ObjectNode manifest, ShardedRun run) {
        ObjectNode pod = (ObjectNode) manifest.requiredAt("/spec/template/spec");
        ObjectNode container = (ObjectNode) pod.requiredAt("/containers/0");
        container.put("image", run.pods().image());
        environment(container, "JOB_COMPLETIONS")
                .put("value", String.valueOf(run.pods().shards()));
        JsonNode results = named(pod.required("volumes"), "results").required("persistentVolumeClaim");
        run.pods().names().claim().ifPresent(claim -> ((ObjectNode) results).put("claimName", claim));
        ObjectNode mount = named(container.required("volumeMounts"), "results");
        for (String path : List.of("subPath", "subPathExpr")) {
            if (mount.has(path)) {
                mount.put(path, named(mount.get(path), run));
            }
        }
        for (String bound : List.of("requests", "limits")) {
            ((ObjectNode) container.requiredAt("/resources/" + bound))
                    .put("memory", run.pods().resources().memory());
        }
        if (manifest.requiredAt("/spec").has("completions")) {
            shards(manifest, pod, container, run);
        }
        // The merge makes the plan again, of the same files.
        run.pods()
                .names()
                .secret()
                .ifPresent(secret -> SecretReferences.add(
                        pod, container, secret, PlainSecrets.environmentVariables(run.parameters())));
        run.pods().names().dataClaim().ifPresent(data -> {
            ((ArrayNode) pod.required("volumes"))
                    .addObject()
                    .put("name", "data")
                    .putObject("persistentVolumeClaim")
                    .put("claimName", data)
                    .put("readOnly", true);
            SecretReferences.mount(container, "data", "/data");
        });
    }

    private static void shards(ObjectNode manifest, ObjectNode pod, ObjectNode container, ShardedRun run) {
        ((ObjectNode) manifest.required("metadata"))
                .putObject("annotations")
                .put(START, run.start().toString());
        ((ObjectNode) manifest.required("spec"))
                .put("completions", run.pods().shards())
                .put("parallelism", run.pods().shards());
        ((ObjectNode) manifest.requiredAt("/spec/template/metadata/annotations"))
                .put("prometheus.io/port", String.valueOf(run.metricsPort()));
        ((ObjectNode) container.requiredAt("/ports/0")).put("containerPort", run.metricsPort());
        ArrayNode args = ((ArrayNode) container.required("args"));
        args.set(0, TextNode.valueOf(run.played().command()));
        run.played().properties().forEach((name, value) -> args.add("-D" + name + "=" + value.replace("$(", "$$(")));
        for (String bound : List.of("requests", "limits")) {
            ((ObjectNode) container.requiredAt("/resources/" + bound))
                    .put("cpu", run.pods().resources().cpu());
        }
        run.pods().jvmArgs().ifPresent(options -> ((ArrayNode) container.required("env"))
                .addObject()
                .put("name", "JVM_ARGS")
                .put("value", options.replace("$(", "$$(")));
        ((ObjectNode) named(pod.required("volumes"), "config").required("configMap")).put("name", run.name());
    }

    private static ObjectNode environment(ObjectNode container, String name) {
        return named(container.required("env"), name);
    }

    private static ObjectNode named(JsonNode list, String name) {
        for (JsonNode entry : list) {
            if (entry.required("name").textValue().equals(name)) {
                return (ObjectNode) entry;
            }
        }
        throw new IllegalStateException("deploy/kubernetes has no " + name);
    }
}
