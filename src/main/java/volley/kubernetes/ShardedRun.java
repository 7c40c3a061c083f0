package volley.kubernetes;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import volley.config.BadInputException;
import volley.config.PathParameters;

/**
 * What is asked to run on a cluster.
 *
 * @param played what the shards play together
 * @param pods where and how they are to run
 * @param start when all of them begin
 */
public record ShardedRun(Played played, Pods pods, Instant start) {
    private static final int DEFAULT_METRICS_PORT = 9464;
    /** With what Kubernetes and the manifests add to it, a name is one of at most 63 characters. */
    private static final int LONGEST_NAME = 46;

    private static final Pattern LABEL = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern SUBDOMAIN = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern IMAGE = Pattern.compile("[a-zA-Z0-9][\\w.:/@-]*");
    private static final Pattern QUANTITY = Pattern.compile("[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi|T|Ti)?");
    private static final int LONGEST_LABEL = 63;
    /** Of the API: completions of an Indexed Job that has a limit for each index. */
    private static final int MOST_SHARDS = 100_000;

    /**
     * A run's command line.
     *
     * @param command of {@code bin/volley}
     * @param parameters by their names without {@code volley.}
     * @param properties other system properties
     * @param servers that the parameters name
     */
    public record Played(
            String command,
            SortedMap<String, String> parameters,
            SortedMap<String, String> properties,
            List<URI> servers) {
        public Played {
            TreeMap<String, String> all = new TreeMap<>(parameters);
            all.putIfAbsent(RunConf.METRICS_PORT, String.valueOf(DEFAULT_METRICS_PORT));
            all.putIfAbsent(RunConf.METRICS_HOST, "0.0.0.0");
            parameters = all;
            servers = List.copyOf(servers);
        }
    }

    /**
     * The pods and their surroundings.
     *
     * @param shards how many pods play
     * @param names of what is there already, or is made
     * @param resources of each pod
     * @param jvmArgs more options of the run's JVM
     */
    public record Pods(int shards, String image, Names names, Resources resources, Optional<String> jvmArgs) {}

    /**
     * Names in the cluster.
     *
     * @param run of the run's own objects
     * @param namespace absent: the one that kubectl has
     * @param secret with keys and certificates
     * @param claim for results, that is there already; absent: one is made
     * @param dataClaim with datasets and tokenizers
     */
    public record Names(
            String run,
            Optional<String> namespace,
            Optional<String> secret,
            Optional<String> claim,
            Optional<String> dataClaim) {}

    /**
     * Sizes, as Kubernetes writes them.
     *
     * @param cpu of each pod, such as 2
     * @param memory of each pod, such as 3Gi
     * @param storage for the results of all
     * @param storageClass absent: the cluster's own choice
     */
    public record Resources(String cpu, String memory, String storage, Optional<String> storageClass) {}

    /** @throws BadInputException for what Kubernetes would refuse, and for secrets in plain text */
    public ShardedRun {
        int shards = pods.shards();
        if (shards < 1 || shards > MOST_SHARDS) {
            throw new BadInputException("--shards " + shards + " is not a whole number from 1 to " + MOST_SHARDS);
        }
        Names names = pods.names();
        if (!LABEL.matcher(names.run()).matches() || names.run().length() > LONGEST_NAME) {
            throw bad(
                    "--name", names.run(), "is not a name of at most " + LONGEST_NAME + " small letters, digits and -");
        }
        names.namespace().ifPresent(name -> checkName("--namespace", name, !name.contains(".")));
        names.secret().ifPresent(name -> checkName("--secret", name, true));
        names.claim().ifPresent(name -> checkName("--claim", name, true));
        names.dataClaim().ifPresent(name -> checkName("--data-claim", name, true));
        if (!IMAGE.matcher(pods.image()).matches()) {
            throw bad("--image", pods.image(), "is not the name of an image, such as registry.example/volley:1");
        }
        Resources resources = pods.resources();
        resources.storageClass().ifPresent(name -> checkName("--storage-class", name, true));
        checkSize("--cpu", resources.cpu());
        checkSize("--memory", resources.memory());
        checkSize("--storage", resources.storage());
        if (played.parameters().get(RunConf.METRICS_PORT).equals("0")) {
            throw bad("--metrics-port", "0", "is no port that Prometheus could be told; give one from 1 up");
        }
        PlainSecrets.check(
                played.parameters(),
                played.properties(),
                pods.jvmArgs().orElse(""),
                names.secret().isPresent());
    }

    private static void checkName(String option, String name, boolean also) {
        if (!also || !SUBDOMAIN.matcher(name).matches() || name.length() > LONGEST_LABEL) {
            throw bad(option, name, "is not a name in Kubernetes: small letters, digits and -");
        }
    }

    private static void checkSize(String option, String size) {
        if (!QUANTITY.matcher(size).matches() || size.matches("[0.]+\\D*")) {
            throw bad(option, size, "is not a quantity above 0 such as 2 or 500m (processors), 3Gi (bytes)");
        }
    }

    private static BadInputException bad(String option, String value, String why) {
        return new BadInputException(option + " " + value + " " + why);
    }

    /**
     * What the user has to know, one line each.
     *
     * @param environment names of the variables that are set here
     */
    public List<String> notes(Collection<String> environment) {
        List<String> notes = new ArrayList<>();
        notes.add(name() + ": " + pods.shards() + " shards begin at " + start + "; results in the folder " + name()
                + " of the claim " + pods.names().claim().orElse("volley-results")
                + ", those of all together in merged there");
        if (servers().stream().anyMatch(Egress::isPodItself)) {
            notes.add("the server's address is that of the pod itself, where none is; give one that pods reach");
        }
        if (pods.names().secret().isEmpty()) {
            SecretReferences.KNOWN.stream()
                    .filter(environment::contains)
                    .forEach(
                            known -> notes.add(
                                    known
                                            + " is set here, but is not in the manifests; put it into a Secret and name that with --secret"));
        }
        parameters().forEach((parameter, value) -> {
            if (PathParameters.isRead(parameter) && !value.startsWith("/data/") && !value.startsWith("/secret/")) {
                notes.add(
                        "--" + parameter + " " + value + " is looked for in the pods, where no file of this machine is;"
                                + " files come from --data-claim in /data and --secret in /secret");
            }
        });
        return notes;
    }

    String name() {
        return pods.names().run();
    }

    SortedMap<String, String> parameters() {
        return played.parameters();
    }

    List<URI> servers() {
        return played.servers();
    }

    /** Where each pod tells its figures while it plays. */
    int metricsPort() {
        return Integer.parseInt(played.parameters().get(RunConf.METRICS_PORT));
    }
}
