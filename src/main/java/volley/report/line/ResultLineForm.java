package volley.report.line;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import volley.metrics.PercentileRule;
import volley.metrics.RunFigures;
import volley.report.folder.RunFacts;

/** What the line that a run appends to its output file looks like. */
@FunctionalInterface
public interface ResultLineForm {
    /** That of {@code bench_serving}. */
    ResultLineForm BENCH_SERVING = ResultLine::line;

    /** Where finished lines go. */
    @FunctionalInterface
    interface Destination {
        /** Appends the line; a last line that another writer left unfinished is ended first. */
        void append(Path file, byte[] line) throws IOException;
    }

    /** Into its file, at once. */
    Destination AT_ONCE = ResultLine::append;

    /** What {@code run.json} says of it, for {@code volley.report.Recover}: its {@code form}, and what that form was given. */
    default Map<String, String> described() {
        return Map.of("form", "bench_serving");
    }

    /**
     * The form that was {@link #described}.
     *
     * @param rounds the run's figures by round, where the form has them
     */
    static ResultLineForm of(Map<String, String> described, RoundFigures rounds) {
        return MultiturnLine.FORM.equals(described.get("form"))
                ? new MultiturnLine(
                        Optional.ofNullable(described.get("tag")),
                        described.containsKey("rounds") ? Optional.of(rounds) : Optional.empty())
                : BENCH_SERVING;
    }

    /** How the figures of {@link #line} read a percentile of single requests, as the tool does whose line it is. */
    default PercentileRule percentiles() {
        return PercentileRule.LINEAR;
    }

    /** The line as JSON in UTF-8, ended by a line feed. */
    byte[] line(RunFacts facts, RunFigures figures) throws IOException;
}
