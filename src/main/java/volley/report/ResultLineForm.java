package volley.report;

import java.io.IOException;
import volley.metrics.RunFigures;

/** What the line that a run appends to its output file looks like. */
@FunctionalInterface
public interface ResultLineForm {
    /** That of {@code bench_serving}. */
    ResultLineForm BENCH_SERVING = ResultLine::line;

    /** The line as JSON in UTF-8, ended by a line feed. */
    byte[] line(RunFacts facts, RunFigures figures) throws IOException;
}
