package volley.gatling;

/** What becomes of a run whose figures and texts do not fit the heap. */
final class FullHeap {
    private static final int EXIT_FAILED = 1;
    private static final int MIB = 1 << 20;

    private FullHeap() {}

    /** Ends the process at once: whatever else would be done first needs memory too. */
    static void end(int recordedTurns, int plannedTurns) {
        System.err.println(says(recordedTurns, plannedTurns));
        Runtime.getRuntime().halt(EXIT_FAILED);
    }

    static String says(int recordedTurns, int plannedTurns) {
        return "volley: the heap of " + Runtime.getRuntime().maxMemory() / MIB + " MiB is full after " + recordedTurns
                + " of " + plannedTurns + " turns; give more with -Xmx in -Dgatling.jvmArgs;"
                + " bin/volley recover FOLDER makes the results of the turns so far";
    }
}
