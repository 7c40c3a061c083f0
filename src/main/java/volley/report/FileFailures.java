package volley.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.IoReason;

/** The files of a run that could not be written: each costs itself only, and is told. Used by one thread. */
final class FileFailures {
    private static final Logger LOG = LoggerFactory.getLogger(FileFailures.class);

    private final List<String> failures = new ArrayList<>();
    private Consumer<String> whenLost = what -> {};
    private boolean runIsOver;

    /** Writes a file. */
    interface FileAction {
        void run() throws IOException;
    }

    /** Does the step; of what it throws nothing is left but a line. */
    void attempt(String what, FileAction action) {
        try {
            action.run();
        } catch (IOException | RuntimeException e) {
            failed(what, e);
        }
    }

    private void failed(String what, Exception e) {
        LOG.error("{} could not be written", what, e);
        failures.add(what + ": " + IoReason.ofAny(e));
    }

    /** The turns cannot be written any more; while the run goes, those still to come are lost. */
    void failedTurns(String what, Exception e) {
        if (!runIsOver) {
            whenLost.accept(what + " cannot be written (" + IoReason.ofAny(e) + ")");
        }
        failed(what, e);
    }

    /** @param loss told when the turns cannot be written any more while the run goes; perhaps more than once */
    void onLoss(Consumer<String> loss) {
        whenLost = loss;
    }

    /** From now on every turn is written, or is not. */
    void runIsOver() {
        runIsOver = true;
    }

    boolean areNone() {
        return failures.isEmpty();
    }

    /** Each file, and why it could not be written. */
    List<String> all() {
        return List.copyOf(failures);
    }
}
