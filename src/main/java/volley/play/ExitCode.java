package volley.play;

/**
 * Makes a run that lost a turn end as one whose assertion failed. Gatling knows no such assertion, and an exception after the
 * run would cost its report.
 */
final class ExitCode {
    /** Gatling's code for a failed assertion. */
    private static final int ASSERTION_FAILED = 2;

    private ExitCode() {}

    /** Lets Gatling finish its report, and changes the code with which the process then ends. */
    static void failIf(boolean failed) {
        if (!failed) {
            return;
        }
        try {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(ASSERTION_FAILED), "volley-exit-code"));
        } catch (IllegalStateException e) {
            // The process is ending already, by a signal: its code says so.
        }
    }
}
