package volley.play;

import java.util.List;

/** A run that is stopped before its first request, as by Ctrl-C in the client's warm-up. */
public final class UnsentRun {
    private static final int EXIT_STOPPED = 1;

    private UnsentRun() {}

    /**
     * Ends the process in Gatling's place if nothing was sent: Gatling makes no report of no request, and would say so with
     * the trace of an error. Where a signal is ending the process already, its exit code stays.
     *
     * @param runs of the simulation, their results written
     */
    public static void end(List<Playing> runs) {
        if (runs.stream().allMatch(run -> run.cancelled() && !run.results().began())) {
            System.out.println("Gatling   no report: the run was stopped before its first request");
            System.exit(EXIT_STOPPED);
        }
    }
}
