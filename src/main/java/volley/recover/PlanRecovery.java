package volley.recover;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.config.SimulationKind.Ability;
import volley.prepare.ComparisonPlan;
import volley.prepare.NumberedPlan;
import volley.prepare.OwnSimulation;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.report.folder.RunFacts;
import volley.results.RepeatCommand;

/**
 * What a run that is over had prepared, made again of the command that repeats it: plan, tokenizer, settings. No server is
 * asked for it.
 */
final class PlanRecovery {
    private PlanRecovery() {}

    /**
     * Prepares the run again.
     *
     * @param runFolder of the run, which is named after its rate or server where it was one of several
     * @throws BadInputException if that cannot be done, or the plan is no longer the one that was played
     */
    static Preparation of(Path runFolder, RunFacts facts) {
        return of(List.of(runFolder), facts, List.of());
    }

    /**
     * Prepares the whole plan of which runs are shards.
     *
     * @param shardFolders of all of them
     * @param facts of the first
     * @throws BadInputException as the other
     */
    static Preparation whole(List<Path> shardFolders, RunFacts facts) {
        return of(shardFolders, facts, List.of("volley.shard", "volley.start-at"));
    }

    /** @param without parameters that are left out */
    private static Preparation of(List<Path> runFolders, RunFacts facts, List<String> without) {
        RepeatCommand.Given given = RepeatCommand.read(runFolders.get(0));
        Properties quiet = new Properties();
        quiet.putAll(given.properties());
        without.forEach(quiet::remove);
        quiet.setProperty("volley.dry-run", "true");
        quiet.setProperty("volley.disable-tqdm", "true");
        quiet.setProperty("volley.tokenizer", tokenizer(facts));
        // which one it was, the server may have decided
        Optional.ofNullable(facts.parameters().get("history"))
                .ifPresent(history -> quiet.setProperty("volley.history", history));
        List<Preparation> candidates = candidates(given.simulation(), quiet, runFolders);
        Optional<Preparation> same = candidates.stream()
                .filter(each -> each.plan().hash().equals(facts.planSha256()))
                .findFirst();
        if (same.isEmpty()) {
            candidates.get(0).tokenizer().close();
            throw new BadInputException("the plan made of " + RepeatCommand.FILE_NAME
                    + " is not the one that was played: dataset, tokenizer or Volley have changed since");
        }
        return same.get();
    }

    /** The run's tokenizer, which it may have got from its server. */
    static String tokenizer(RunFacts facts) {
        return facts.parameters().getOrDefault("tokenizer", "");
    }

    private static List<Preparation> candidates(String className, Properties given, List<Path> runFolders) {
        if (SimulationKind.ofClass(className).isEmpty()) {
            OwnSimulation own = OwnSimulation.read(runFolders, className);
            return List.of(own.prepare(className, SettingsReader.read(given, own.kind())));
        }
        SimulationKind kind = SimulationKind.ofClass(className).get();
        PlayedSimulation simulation = PlayedSimulation.of(kind);
        Settings settings = SettingsReader.read(given, kind);
        if (settings.comparesServers(kind) && !kind.can(Ability.SWEEP)) {
            return List.of(ComparisonPlan.of(simulation, given)
                    .leg(runFolders
                            .get(0)
                            .toAbsolutePath()
                            .normalize()
                            .getFileName()
                            .toString()));
        }
        if (settings.calibrated().isPresent()) {
            return List.of(
                    NumberedPlan.of(PlanWithoutServer.of(settings.calibrated().get(), settings)));
        }
        return kind.can(Ability.SWEEP)
                ? SweepPlan.prepare(simulation, settings, PlanWithoutServer.NO_SERVER)
                : List.of(PlanWithoutServer.of(kind, settings));
    }
}
