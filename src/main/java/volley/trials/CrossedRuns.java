package volley.trials;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.IoReason;
import volley.report.page.TrialsPage;

/** The measured runs of crossed parameters, for their page. */
final class CrossedRuns {
    private static final Logger LOG = LoggerFactory.getLogger(CrossedRuns.class);

    private final String simulationClass;
    private final List<TrialsPage.Run> runs = new ArrayList<>();

    CrossedRuns(String simulationClass) {
        this.simulationClass = simulationClass;
    }

    /** Takes in a run's results, unless it was a warm-up. */
    void add(Trial part, Path results) {
        if (!part.warmup()) {
            runs.add(new TrialsPage.Run(results, part.crossed()));
        }
    }

    /**
     * Writes the page of several combinations; of one there is nothing to lay side by side. It cannot fail the runs.
     *
     * @return a line for the console
     */
    Optional<String> write(Path folder) {
        if (runs.stream().map(TrialsPage.Run::crossed).distinct().count() < 2) {
            return Optional.empty();
        }
        try {
            return Optional.of("All runs  "
                    + TrialsPage.write(folder, simulationClass, runs).toAbsolutePath());
        } catch (IOException | RuntimeException e) {
            LOG.error("the page of all runs could not be written", e);
            return Optional.of("All runs  not written: " + IoReason.ofAny(e));
        }
    }
}
