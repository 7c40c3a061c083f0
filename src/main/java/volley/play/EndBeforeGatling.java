package volley.play;

import java.util.List;
import volley.config.GivenAs;
import volley.config.Settings;

/** Runs whose process ends when Volley's results are written, before Gatling would make its report of them. */
public final class EndBeforeGatling {
    private static final int EXIT_STOPPED = 1;

    /** Gatling's code for a failed assertion. */
    private static final int EXIT_ASSERTION_FAILED = 2;

    private EndBeforeGatling() {}

    /**
     * Ends the process in Gatling's place if nothing was sent, as after Ctrl-C in the client's warm-up (Gatling makes no report
     * of no request, and would say so with the trace of an error), or if its report is not wanted: it would read its whole log
     * for its assertions alone, which say what Volley's figures say already. Where a signal is ending the process, its exit
     * code stays.
     *
     * @param runs of the simulation, their results written
     */
    public static void end(List<Playing> runs) {
        if (runs.stream().allMatch(run -> run.cancelled() && !run.results().began())) {
            System.out.println("Gatling   no report: the run was stopped before its first request");
            System.exit(EXIT_STOPPED);
        }
        Settings.Output output = runs.get(0).prepared().settings().output();
        if (output.gatlingReport()) {
            return;
        }
        String leftOut = GivenAs.setting("gatling-report", "false");
        if (runs.get(0).besideOthers()) {
            System.out.println(
                    "Gatling   " + leftOut + " leaves nothing out in a simulation of your own, whose assertions"
                            + " Gatling judges by its log; Gatling's -nr leaves out its pages");
            return;
        }
        System.out.println("Gatling   no report (" + leftOut + ")");
        System.exit(passed(runs, output.failureBudget()) ? 0 : EXIT_ASSERTION_FAILED);
    }

    /** What the assertions say that Volley hands to Gatling. */
    private static boolean passed(List<Playing> runs, long failureBudget) {
        long failed = runs.stream()
                .map(Playing::results)
                .mapToLong(results -> results.figures().totals().outcomes().failed())
                .sum();
        return failed <= failureBudget
                && runs.stream().allMatch(run -> run.results().passed());
    }
}
