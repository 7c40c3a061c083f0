package volley.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import volley.config.BadInputException;
import volley.kubernetes.ShardFolders;
import volley.kubernetes.ShardWait;
import volley.recover.RunMerge;

/** {@code merge-shards DIR --shards N}: what the Job behind the shards runs on Kubernetes. */
@Command(
        name = "merge-shards",
        description =
                "Waits until the shards of a run on Kubernetes have ended, by their files in a volume, and merges them.",
        mixinStandardHelpOptions = true)
final class MergeShardsCommand implements Callable<Integer> {
    /** As a run that lost a turn. */
    private static final int INCOMPLETE = 2;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "The folder that has shard-0, shard-1 and so on.")
    private Path folder;

    @Option(names = "--shards", paramLabel = "<number>", required = true, description = "How many there are.")
    private int shards;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "A new folder for the merged run. Default: merged beside the shards.")
    private Optional<Path> target;

    @Option(
            names = "--quiet-seconds",
            paramLabel = "<seconds>",
            defaultValue = "1800",
            description =
                    "When no shard has written anything for so long, those that have not ended are given up, and the"
                            + " others merged. Default: ${DEFAULT-VALUE}.")
    private int quietSeconds;

    @Override
    public Integer call() throws InterruptedException {
        if (shards < 1) {
            throw new BadInputException("--shards " + shards + " is not a whole number from 1 up");
        }
        if (quietSeconds < 0) {
            throw new BadInputException("--quiet-seconds " + quietSeconds + " is not a whole number from 0 up");
        }
        ShardFolders folders = new ShardFolders(folder, shards);
        Duration patience = Duration.ofSeconds(quietSeconds);
        List<Integer> missing =
                new ShardWait(folders, patience, System::nanoTime, time -> Thread.sleep(time.toMillis())).await();
        List<Path> runs = folders.runs();
        if (!missing.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("volley: no run has ended of shard "
                            + String.join(
                                    ", ", missing.stream().map(String::valueOf).toList()) + " of " + shards
                            + ", and nothing was written for " + quietSeconds + " s");
        }
        if (runs.isEmpty()) {
            throw new BadInputException("there is no run of a shard in " + folder + "; see what the shards' pods say");
        }
        int code = RunMerge.merge(
                runs,
                target.orElse(folder.resolve("merged")),
                spec.commandLine().getOut()::println);
        return code == 0 && !missing.isEmpty() ? INCOMPLETE : code;
    }
}
