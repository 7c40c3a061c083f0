package volley.gatling;

import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.function.Supplier;
import volley.config.BadInputException;
import volley.config.JobEnvironment;
import volley.config.ParameterHelp;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.download.Downloads;
import volley.jvm.LibraryJvm;
import volley.os.LauncherWatch;
import volley.play.ConnectionRoom;
import volley.play.EarlyChecks;
import volley.play.SeriesCheck;
import volley.prepare.Preparation;
import volley.results.RunFolder;
import volley.trials.Trials;
import volley.whatif.VirtualRun;

/** What all simulations do alike before they prepare a run, and how a process ends that has none. */
final class RunStart {
    /** EX_USAGE of sysexits.h; Gatling takes 1 and 2 for its own. */
    private static final int EXIT_BAD_INPUT = 64;

    private RunStart() {}

    /**
     * The simulation that is being constructed, which must be one of Volley's.
     *
     * @throws BadInputException for another, which has to say as what it plays
     */
    static PlayedSimulation ofThisClass() {
        JobEnvironment.apply(System.getenv(), System.getProperties());
        Class<?> caller = constructed();
        return SimulationKind.ofClass(caller.getName())
                .map(PlayedSimulation::of)
                .orElseThrow(() -> new BadInputException(caller.getName()
                        + " is no simulation of Volley's; in a simulation of your own, say as which of them it plays:"
                        + " LoadRun.prepareAs(SimulationKind.MULTITURN)"));
    }

    /** The simulation that is being constructed, with the defaults and abilities of one of Volley's. */
    static PlayedSimulation as(SimulationKind kind) {
        JobEnvironment.apply(System.getenv(), System.getProperties());
        LibraryJvm.check();
        return new PlayedSimulation(kind, constructed().getName());
    }

    private static Class<?> constructed() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(Simulation.class::isAssignableFrom)
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("a run is prepared by a simulation"));
    }

    /**
     * Prints the parameters, downloads a dataset or repeats runs, if that is asked for, and ends the process.
     *
     * @throws BadInputException for parameters of a kind that no run can have, such as an objective for no metric
     */
    static void doWhatNeedsNoRun(PlayedSimulation simulation) {
        LauncherWatch.start();
        ConnectionRoom.requireOwnFiles();
        if (Settings.helpWanted(System.getProperties())) {
            System.out.println(ParameterHelp.text());
            System.exit(0);
        }
        Trials trials = Trials.of(System.getProperties(), simulation);
        if (trials.wanted()) {
            SeriesCheck.check(simulation, trials.settings(), RunFolder.resultsFolder());
            System.exit(trials.run(RunFolder.resultsFolder()));
        }
        Settings settings = SettingsReader.read(System.getProperties(), simulation.kind());
        settings.download().name().ifPresent(name -> {
            Downloads.to(settings.download().folder(), settings.output().progressBars())
                    .fetch(name);
            System.exit(0);
        });
        EarlyChecks.begin(settings, RunFolder.resultsFolder());
    }

    /**
     * Ends the process if nothing is to be sent: after a dry run, or when the runs were made in virtual time.
     *
     * @param planned all plans of the process
     * @param virtual makes the runs in virtual time
     */
    static void endWithoutLoad(List<Preparation> planned, Supplier<List<VirtualRun.Computed>> virtual) {
        Settings settings = planned.get(0).settings();
        if (settings.output().dryRun()) {
            planned.forEach(each -> EarlyChecks.check(each.settings(), each.plan()));
            System.exit(0);
        }
        if (settings.simulated().virtual()) {
            System.exit(VirtualRun.exitCode(settings, virtual.get()));
        }
    }

    /** Does the step; for bad input it prints the one line and ends the process with 64. */
    static <T> T orExit(Supplier<T> step) {
        try {
            return step.get();
        } catch (BadInputException e) {
            System.err.println("volley: " + e.getMessage());
            System.exit(EXIT_BAD_INPUT);
            throw e;
        }
    }
}
