package volley.recover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.SimulationKind;
import volley.hub.Hub;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.report.Recover;
import volley.report.Recover.Recovered;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.RunFacts;
import volley.report.page.RateFolder;
import volley.report.summary.SweepTable;
import volley.results.RunReports;
import volley.results.SweepReports;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;
import volley.trials.Trials;

/**
 * All reports of a run that was killed: the figures from what it left ({@link Recover}), Gatling's report from its log, the
 * cache lens from the plan, which is made again, and the answers; and Volley's page. What cannot be made is said in one
 * line, and costs nothing but itself.
 */
public final class RunRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(RunRecovery.class);

    private RunRecovery() {}

    /**
     * Writes all reports into the run's folder.
     *
     * @param folder of a run, or Gatling's folder of several: of a sweep's rates, or of servers compared
     * @param say receives what is for the console
     * @throws BadInputException if the folder does not have what a run leaves
     */
    public static void recover(Path folder, Consumer<String> say) {
        List<Path> parts = Recover.isRun(folder) ? List.of() : parts(folder);
        if (parts.isEmpty()) {
            mustBeOne(folder);
            if (Recover.isRun(folder)) {
                Recover.mustBeKilled(folder);
            }
            recoverOne(folder, Optional.of(folder), say);
            return;
        }
        if (parts.size() == 1 && GatlingReport.isGatlings(parts.get(0))) {
            // the only run of a trial
            recover(parts.get(0), say);
            return;
        }
        parts.forEach(Recover::mustBeKilled);
        List<SweepTable.Row> rates = new ArrayList<>();
        for (Path part : parts) {
            Recovered run = recoverOne(part, Optional.empty(), say);
            rates.add(new SweepTable.Row(
                    run.facts().upstream().requestRate(),
                    part.getFileName().toString(),
                    run.figures(),
                    run.facts().warnings()));
        }
        say.accept(GatlingReport.write(folder));
        if (parts.stream().allMatch(part -> RateFolder.is(part) && folder.equals(part.getParent()))) {
            SweepReports.write(new SweepTable(rates), folder, say);
            say.accept("Rates that had not begun are not among them.");
        } else {
            say.accept("Comparison  none: the runs were killed");
        }
    }

    private static void mustBeOne(Path folder) {
        Path first = Trials.trialFolder(folder, 1);
        if (Files.exists(first)) {
            throw new BadInputException(
                    folder + " has repeated runs; give the folder of the one that was killed, such as " + first);
        }
    }

    /** In the order in which they were played. */
    private static List<Path> parts(Path folder) {
        try {
            return RunFolders.inside(folder).stream()
                    .sorted(Comparator.comparing(part -> Recover.facts(part).startedAt()))
                    .toList();
        } catch (IOException e) {
            throw new BadInputException(folder + " cannot be read (" + IoReason.of(e) + "); give the folder of a run");
        }
    }

    /** @param gatlings folder of Gatling's report, where it is the run's own */
    private static Recovered recoverOne(Path folder, Optional<Path> gatlings, Consumer<String> say) {
        RunFacts facts = Recover.facts(folder);
        try (ClaimedFolder own = ClaimedFolder.ofKilledRun(folder)) {
            return recoverOne(own.folder(), facts, gatlings, say);
        }
    }

    private static Recovered recoverOne(Path folder, RunFacts facts, Optional<Path> gatlings, Consumer<String> say) {
        List<String> notes = new ArrayList<>();
        Optional<Preparation> prepared = Optional.empty();
        Optional<Tokenizer> tokenizer = Optional.empty();
        String noPlan = "";
        try {
            prepared = Optional.of(PlanRecovery.of(folder, facts));
            tokenizer = prepared.map(Preparation::tokenizer);
        } catch (RuntimeException e) {
            LOG.debug("the plan cannot be made again", e);
            noPlan = "the run's plan cannot be made again: " + IoReason.ofAny(e);
            tokenizer = tokenizer(facts, notes);
        }
        try {
            Recovered recovered =
                    Recover.recover(folder, tokenizer, prepared.flatMap(RunReports::promptCounter), notes);
            say.accept(recovered.console());
            gatlings.filter(folderOfLog -> wantsReport(facts))
                    .map(GatlingReport::write)
                    .ifPresent(say);
            say.accept(
                    prepared.isPresent()
                            ? RunReports.write(folder, prepared.get(), server(prepared.get(), facts), Optional.empty())
                            : RunReports.writeWithoutLens(folder, noPlan));
            if (facts.simulation().equals(SimulationKind.CALIBRATE.mode())) {
                say.accept("Calibration  none: the times that its server noted went with the run");
            }
            return recovered;
        } finally {
            tokenizer.ifPresent(Tokenizer::close);
        }
    }

    private static boolean wantsReport(RunFacts facts) {
        return !facts.parameters().getOrDefault("gatling-report", "true").equals("false");
    }

    /** The tokenizer alone, which can be there where the dataset is not. */
    private static Optional<Tokenizer> tokenizer(RunFacts facts, List<String> notes) {
        try {
            return Optional.of(Tokenizers.load(PlanRecovery.tokenizer(facts), Hub.ofThisProcess()));
        } catch (BadInputException e) {
            notes.add("answers could not be retokenized: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The server that the run asked, if it was another process's: it may tell the size of its cache still. */
    private static Optional<Target> server(Preparation prepared, RunFacts facts) {
        boolean named = prepared.settings().server().baseUrl().isPresent()
                || !prepared.settings().comparison().endpoints().isEmpty();
        return named || prepared.settings().calibrated().isPresent()
                ? Optional.of(Target.ofEndedRun(prepared.settings().server(), facts))
                : Optional.empty();
    }
}
