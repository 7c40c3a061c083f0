package volley.gatling;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import volley.config.BadInputException;
import volley.config.CalibratedPlan;
import volley.config.Settings;
import volley.report.folder.RunFacts;

/**
 * What a run that is over had prepared, made again of the command that repeats it: plan, tokenizer, settings. No server is
 * asked for it.
 */
final class PlanAgain {
    private static final String COMPARISON = "volley.CompareServers";
    private static final String CALIBRATION = "volley.Calibrate";

    private PlanAgain() {}

    /**
     * Prepares the run again.
     *
     * @param runFolder of the run, which is named after its rate or server where it was one of several
     * @throws BadInputException if that cannot be done, or the plan is no longer the one that was played
     */
    static Preparation of(Path runFolder, RunFacts facts) {
        RepeatCommand.Given given = RepeatCommand.read(runFolder);
        Properties quiet = new Properties();
        quiet.putAll(given.properties());
        quiet.setProperty("volley.dry-run", "true");
        quiet.setProperty("volley.disable-tqdm", "true");
        quiet.setProperty("volley.tokenizer", tokenizer(facts));
        String folder = runFolder.toAbsolutePath().normalize().getFileName().toString();
        List<Preparation> candidates = candidates(given.simulation(), quiet, folder);
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

    private static List<Preparation> candidates(String simulation, Properties given, String folder) {
        if (simulation.equals(COMPARISON)) {
            return List.of(ComparisonPlan.of(mode(simulation), given).leg(folder));
        }
        if (simulation.equals(CALIBRATION)) {
            Settings settings = Settings.from(given, CalibratedPlan.MODE);
            return List.of(
                    NumberedPlan.of(CalibrationRun.planned(settings.calibrated().orElseThrow(), settings)));
        }
        CalibratedPlan plan = Arrays.stream(CalibratedPlan.values())
                .filter(each -> each.simulation().equals(simulation))
                .findFirst()
                .orElseThrow(() -> new BadInputException("what " + simulation + " plays is not known here"));
        Settings settings = Settings.from(given, plan.mode());
        return plan == CalibratedPlan.SYNTHETIC_MULTITURN
                ? Sweep.prepare(plan.mode(), settings, CalibrationRun.NO_SERVER)
                : List.of(CalibrationRun.planned(plan, settings));
    }

    private static String mode(String simulation) {
        return simulation.substring(simulation.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
