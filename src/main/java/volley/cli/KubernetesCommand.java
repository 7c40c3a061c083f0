package volley.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ShardSettings;
import volley.kubernetes.RunManifests;
import volley.kubernetes.ShardedRun;

/** {@code kubernetes}: the manifests of a run that many pods make together. */
@Command(
        name = "kubernetes",
        description = {
            "Prints the manifests of a run that many pods of a Kubernetes cluster make together, for kubectl apply -f -.",
            "What is no option of this command is the run's: a command of bin/volley, by default multiturn, and its options."
        },
        customSynopsis =
                "volley kubernetes --shards <number> --image <image> [OPTIONS] [multiturn|single-turn|...] [OPTIONS of the run]",
        footer =
                "Example: bin/volley kubernetes --shards 4 --image registry.example/volley:1 --namespace load multiturn"
                        + " --backend vllm --base-url http://llm.models.svc:8000 --request-rate 40 | kubectl apply -f -",
        sortOptions = false,
        mixinStandardHelpOptions = true)
final class KubernetesCommand implements Callable<Integer> {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'volley-'yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final Function<List<String>, Launch> launches;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--shards",
            paramLabel = "<number>",
            required = true,
            description = "Pods that play, each its part.")
    private int shards;

    @Option(
            names = "--image",
            paramLabel = "<image>",
            required = true,
            description = "Volley's image (mvn package -Pimage).")
    private String image;

    @Option(names = "--namespace", paramLabel = "<name>", description = "Default: the one that kubectl has.")
    private Optional<String> namespace;

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "Of the run and its objects. Default: volley-<date>-<time> of its start.")
    private Optional<String> name;

    @Option(
            names = "--start-in-seconds",
            paramLabel = "<seconds>",
            description =
                    "When all shards begin, from now: time for the pods to be there and to warm up. Default: 240.")
    private Optional<Integer> startInSeconds;

    @Option(
            names = "--start-at",
            paramLabel = "<time>",
            description = "The same as an instant, such as 2026-11-30T14:00:00Z, or in seconds since 1970.")
    private Optional<String> startAt;

    @Option(
            names = "--secret",
            paramLabel = "<name>",
            description =
                    "A Secret that is there: OPENAI_API_KEY, HF_TOKEN, SGLANG_ADMIN_API_KEY and what env:NAME names are"
                            + " keys of it; its keys are files in /secret, too.")
    private Optional<String> secret;

    @Option(
            names = "--claim",
            paramLabel = "<name>",
            description = "A PersistentVolumeClaim for results that is there. Default: volley-results, which is made.")
    private Optional<String> claim;

    @Option(
            names = "--storage",
            paramLabel = "<size>",
            defaultValue = "10Gi",
            description = "Size of the claim that is made. Default: ${DEFAULT-VALUE}.")
    private String storage;

    @Option(names = "--storage-class", paramLabel = "<name>", description = "Its class, of which many pods may write.")
    private Optional<String> storageClass;

    @Option(
            names = "--data-claim",
            paramLabel = "<name>",
            description = "A PersistentVolumeClaim with datasets and tokenizers, to be read in /data.")
    private Optional<String> dataClaim;

    @Option(
            names = "--cpu",
            paramLabel = "<number>",
            defaultValue = "2",
            description = "Processors of each pod. Default: ${DEFAULT-VALUE}.")
    private String cpu;

    @Option(
            names = "--memory",
            paramLabel = "<size>",
            defaultValue = "3Gi",
            description = "Memory of each pod. Default: ${DEFAULT-VALUE}.")
    private String memory;

    @Option(
            names = "--jvm-args",
            paramLabel = "<options>",
            description = "More options of the run's JVM, such as \"-Xmx4G -Xms4G\" with a larger --memory.")
    private Optional<String> jvmArgs;

    @Unmatched
    private List<String> run = new ArrayList<>();

    /** @param clock from which the start is counted */
    KubernetesCommand(InstantSource clock, Function<List<String>, Launch> launches) {
        this.launches = launches;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (shards < 1) {
            throw new BadInputException("--shards " + shards + " is not a whole number from 1 up");
        }
        Instant start = start();
        ShardedRun.Played played = PlayedOnCluster.of(launch(), shards, start);
        ShardedRun.Pods pods = new ShardedRun.Pods(
                shards,
                image,
                new ShardedRun.Names(name.orElseGet(() -> NAME.format(start)), namespace, secret, claim, dataClaim),
                new ShardedRun.Resources(cpu, memory, storage, storageClass),
                jvmArgs);
        ShardedRun sharded = GivenAs.flagsOf(played.command(), () -> new ShardedRun(played, pods, start));
        String manifests = RunManifests.text(sharded);
        sharded.notes(System.getenv().keySet())
                .forEach(note -> spec.commandLine().getErr().println("volley: " + note));
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().print(manifests);
        spec.commandLine().getOut().flush();
        return 0;
    }

    /** What would be played here. */
    private Launch launch() {
        List<String> command = new ArrayList<>(run);
        if (command.isEmpty() || command.get(0).startsWith("-")) {
            command.add(0, "multiturn");
        }
        try {
            return launches.apply(command);
        } catch (ParameterException e) {
            throw new BadInputException(Mistake.text(e));
        }
    }

    private Instant start() {
        if (startAt.isPresent() && startInSeconds.isPresent()) {
            throw new BadInputException("--start-at and --start-in-seconds say the same; give one of them");
        }
        Instant now = clock.instant();
        int seconds = startInSeconds.orElse(240);
        if (seconds < 1) {
            throw new BadInputException("--start-in-seconds " + seconds + " is not a whole number from 1 up");
        }
        Instant start = startAt.map(KubernetesCommand::instant)
                .orElse(now.plus(Duration.ofSeconds(seconds)).truncatedTo(ChronoUnit.SECONDS));
        if (!start.isAfter(now)) {
            throw new BadInputException("--start-at " + startAt.orElseThrow() + " is over; give a time to come");
        }
        return start;
    }

    private static Instant instant(String text) {
        return ShardSettings.time(text)
                .orElseThrow(() -> new BadInputException("--start-at " + text
                        + " is not an instant such as 2026-11-30T14:00:00Z, nor a number of seconds since 1970"));
    }
}
