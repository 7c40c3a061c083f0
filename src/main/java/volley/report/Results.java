package volley.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.calibration.Calibration;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.Retokenize;
import volley.metrics.GapMetric;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.PercentileRule;
import volley.metrics.RequestFigures;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.Targets;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;
import volley.monitor.Disturbances;
import volley.monitor.Monitor;
import volley.report.folder.ClaimedFolder;
import volley.report.folder.GapLog;
import volley.report.folder.InterferenceFile;
import volley.report.folder.PromptCounter;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RecordedTurn;
import volley.report.folder.RequestLog;
import volley.report.folder.RunFacts;
import volley.report.folder.RunFile;
import volley.report.folder.RunLogs;
import volley.report.folder.RunRequests;
import volley.report.folder.ServerMetricsFile;
import volley.report.line.ResultLine;
import volley.report.line.ResultLineForm;
import volley.report.summary.ConsoleTable;
import volley.report.summary.CountWarnings;
import volley.report.summary.ErrorBars;
import volley.report.summary.JUnitXml;
import volley.report.summary.SummaryJson;
import volley.servermetrics.ServerFindings;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;
import volley.tokenizer.Tokenizer;

/**
 * A run's results: takes every planned turn once as it ends, and writes all files at the end. Used by one thread, which
 * is no event loop: it writes files, and tokenizes answers whose tokens the server did not count.
 *
 * <p>A file that fails costs that file only: the run goes on, the others are written, and {@link #finish} says so.
 */
public final class Results implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Results.class);

    private final Path runFolder;
    private final long runStartNs;
    private final ClientCounts counts;
    private RunAccumulator accumulator;
    private final FileFailures failures = new FileFailures();
    private final List<String> warnings = new ArrayList<>();
    private final Targets targets;
    private List<Objective.Verdict> verdicts = List.of();
    private Retokenized retokenized;
    private RunFigures figures;
    private Optional<Calibration> calibration = Optional.empty();
    private Optional<Disturbances> disturbances = Optional.empty();
    private Optional<ServerSeries> servers = Optional.empty();
    private RunLogs logs;
    /** Completed requests whose gaps the accumulator has. */
    private long gapRequests;

    private long lastEndNs;
    private boolean finished;
    private boolean lackingIsKnown;

    private Results(Path runFolder, long runStartNs, Tokenizer tokenizer, Duration rampUp, Targets targets) {
        this.runFolder = runFolder;
        this.runStartNs = runStartNs;
        this.lastEndNs = runStartNs;
        this.logs = RunLogs.none(runFolder);
        this.counts = new ClientCounts(tokenizer, warnings::add);
        this.targets = targets;
        this.accumulator =
                new RunAccumulator(runStartNs, rampUp, targets.goodput(), tokenizer == null ? null : counts::tokens);
    }

    /** As the other, for a run without ramp-up that is only measured. */
    public static Results open(Path runFolder, long runStartNs, Tokenizer tokenizer) {
        return open(ClaimedFolder.of(runFolder), runStartNs, tokenizer, Duration.ZERO, Targets.NONE);
    }

    /**
     * Opens the files that are written as the run goes.
     *
     * @param claimed where the files go; let go of with the results
     * @param runStartNs {@code System.nanoTime()} at the run's start
     * @param tokenizer counts answers, or {@code null}: then nothing is retokenized, and answers the server did not
     *     count have no output tokens
     * @param rampUp how long the load rises from the start: left out of the steady state
     * @param targets what the run is judged by
     * @throws BadInputException if the folder cannot be written to
     */
    public static Results open(
            ClaimedFolder claimed, long runStartNs, Tokenizer tokenizer, Duration rampUp, Targets targets) {
        Results results = new Results(claimed.folder(), runStartNs, tokenizer, rampUp, targets);
        try {
            results.logs = RunLogs.open(claimed, runStartNs, results.failures::failedTurns);
            if (tokenizer != null) {
                results.logs.keepUncounted(results.accumulator);
            }
            return results;
        } catch (IOException e) {
            results.close();
            throw new BadInputException("results cannot be written to " + claimed.folder() + ": " + IoReason.of(e)
                    + "; make the folder writable or choose another");
        }
    }

    /**
     * Hands the records so far to the operating system, where they survive this process. To be called when there is
     * nothing to do, and at least once a second.
     */
    public void flush() {
        logs.flush();
    }

    /**
     * As {@link #flush}, for the gaps inside of answers and for what disturbed the client. To be made about once a second:
     * each call writes whole histograms.
     */
    public void flushGaps() {
        logs.flushGaps(accumulator.gaps(), gapRequests, lastEndNs - runStartNs);
    }

    /**
     * Results of a run whose records are read back with {@link #acceptRecorded}: only what comes at the end is written.
     *
     * @param facts whose parameters say by what the run is judged
     */
    static Results recovered(Path runFolder, RunFacts facts) {
        return new Results(runFolder, 0, null, facts.rampUp(), facts.targets());
    }

    void acceptRecorded(RecordedTurn recorded) {
        accumulator.acceptComputed(recorded.turn(), recorded.figures());
        counts.see(recorded.turn(), recorded.figures());
        noteEnd(recorded.turn());
    }

    /** Adds what was retokenized in one of several runs; the sum is absent if one of them is. */
    void acceptRetokenized(Retokenized part) {
        counts.add(part);
    }

    /** Adds the gaps of turns that were taken with {@link #acceptRecorded}. */
    void acceptGaps(RecordedGaps recorded) {
        gapRequests += recorded.requests();
        accumulator.addStreams(recorded.itl());
        for (GapMetric metric : GapMetric.values()) {
            RecordedGaps.Gaps gaps = recorded.byMetric().get(metric.id());
            if (gaps != null && gaps.exact().count() > 0) {
                accumulator.addGaps(metric, gaps.histogramNs(), gaps.exact());
            }
        }
    }

    private void noteEnd(TurnRecord turn) {
        if (turn.exchange() != null) {
            lastEndNs = Math.max(lastEndNs, turn.exchange().endNs());
        }
    }

    /** The facts say which planned turns have no record, and why: it is no bug. To be called before {@link #finish}. */
    void lackingIsKnown() {
        lackingIsKnown = true;
    }

    /** Gives the figures the client's own error. To be called before {@link #finish}. */
    public void calibratedBy(Calibration clientErrors) {
        calibration = Optional.of(clientErrors);
    }

    /** Has the prompts counted that have no count of the client's, when the run is over. To be called before {@link #finish}. */
    public void countPromptsBy(PromptCounter counter) {
        counts.countPromptsBy(counter);
        logs.promptsAreCountedLater();
    }

    /** Says which answers are retokenized: all, unless it is called before {@link #finish}. */
    public void retokenize(Retokenize answers) {
        counts.retokenize(answers);
    }

    /** Writes what disturbs the client as the run goes, for {@link Recover}. To be called before {@link #begin}. */
    public void watchedBy(Monitor monitor) {
        logs.watch(runStartNs, monitor);
    }

    /**
     * Writes what the servers tell of themselves as the run goes, for {@link Recover}. To be called before {@link #begin}.
     *
     * @param answersAfter the answers so far, but for the first so many
     */
    public void serversWatched(IntFunction<List<ServerSample>> answersAfter) {
        logs.watchServers(runStartNs, answersAfter);
    }

    /** Says what the servers told of themselves. To be called before {@link #finish}. */
    public void servedBy(ServerSeries told) {
        servers = Optional.of(told);
    }

    /** Says what disturbed the client. To be called before {@link #finish}. */
    public void disturbedBy(Disturbances found) {
        disturbances = Optional.of(found);
    }

    /**
     * Writes what is known of the run at its beginning, for {@link Recover}. Never fails because of a file.
     *
     * @param facts as far as they are known
     * @param line the form that {@link #finish} will be given
     */
    public void begin(RunFacts facts, ResultLineForm line) {
        failures.attempt(
                RunFile.FILE_NAME,
                () -> RunFile.write(runFolder, facts, line.described(), logs.watchedFor(), runStartNs));
    }

    /** Counts and writes one planned turn, and returns its figures. Never fails because of a file. */
    public RequestFigures accept(TurnRecord turn) {
        RequestFigures figures = accumulator.accept(turn);
        gapRequests += turn.outcome() == Outcome.OK ? 1 : 0;
        counts.see(turn, figures);
        noteEnd(turn);
        logs.write(turn, figures);
        return figures;
    }

    /** Where the files are. */
    public Path folder() {
        return runFolder;
    }

    /** How the turns taken so far ended, for progress and for the failure budget; before {@link #finish} only. */
    public OutcomeCounts outcomes(long plannedTurns) {
        return accumulator.outcomes(plannedTurns);
    }

    /**
     * What is said to the run's objectives, each in its place; to be asked when every turn is taken. Tokenizes the answers, as
     * {@link #finish} would.
     */
    public List<Objective.Verdict> judge(long plannedTurns) {
        if (!targets.objectives().isEmpty()) {
            conclude(plannedTurns);
        }
        return verdicts;
    }

    private void conclude(long plannedTurns) {
        if (figures == null) {
            retokenized = counts.retokenize(logs);
            counts.countPrompts(logs, accumulator, failures.areNone());
            logs.countUncounted(accumulator);
            figures = accumulator.figures(plannedTurns, retokenized, PercentileRule.LINEAR);
            verdicts = targets.judge(figures);
        }
    }

    /**
     * Writes all files.
     *
     * @return the table for the console
     * @throws ReportException if a file could not be written, after trying all the others
     * @throws IllegalStateException on a second call, which would append a second result line
     */
    public String finish(RunFacts facts) {
        return finish(facts, ResultLineForm.BENCH_SERVING);
    }

    /**
     * As the other, with a result line of another form.
     *
     * @throws ReportException if a file could not be written, after trying all the others
     */
    public String finish(RunFacts facts, ResultLineForm form) {
        return finish(facts, form, ResultLineForm.AT_ONCE);
    }

    /** As the other, for a line that goes to its file later. */
    public String finish(RunFacts facts, ResultLineForm form, ResultLineForm.Destination lines) {
        if (finished) {
            throw new IllegalStateException("results of " + runFolder + " are already written");
        }
        finished = true;
        failures.runIsOver();
        failures.attempt(RequestLog.FILE_NAME, logs::finishRequests);
        conclude(facts.plannedTurns());
        counts.promptCounts().ifPresent(counted -> failures.attempt(RequestLog.FILE_NAME, counted::keep));
        RunFigures ofLine = form.percentiles() == PercentileRule.LINEAR
                ? figures
                : accumulator.figures(facts.plannedTurns(), retokenized, form.percentiles());
        if (!lackingIsKnown) {
            CountWarnings.ofLost(figures.totals().outcomes()).ifPresent(lost -> {
                LOG.error(lost);
                warnings.add(0, lost);
            });
        }
        warnings.addAll(facts.warnings());
        warnings.addAll(CountWarnings.of(figures));
        counts.promptWarning().ifPresent(warnings::add);
        Optional<ErrorBars> errorBars = calibration.map(found -> ErrorBars.of(found, figures, facts.simulation()));
        errorBars.ifPresent(bars -> warnings.addAll(bars.warnings()));
        logs.endWatch();
        Optional<ServerFindings> byServers = servers.map(told -> ServerFindings.of(told, figures));
        if (byServers.isPresent()) {
            warnings.addAll(byServers.get().warnings());
            failures.attempt(ServerMetricsFile.NAME, () -> ServerMetricsFile.write(runFolder, servers.get()));
        }
        if (disturbances.isPresent()) {
            warnings.addAll(disturbances.get().warnings());
            failures.attempt(
                    InterferenceFile.NAME, () -> InterferenceFile.write(runFolder, runStartNs, disturbances.get()));
        }
        failures.attempt(JUnitXml.FILE_NAME, () -> JUnitXml.write(runFolder, facts, figures, verdicts));
        Path lineFile = ResultLine.fileOf(facts).toAbsolutePath();
        failures.attempt("the result line in " + lineFile, () -> lines.append(lineFile, form.line(facts, ofLine)));
        failures.attempt(
                GapLog.FILE_NAME, () -> logs.finishGaps(accumulator.gaps(), gapRequests, lastEndNs - runStartNs));
        // Last of the files, so that it can tell of the others' failures.
        failures.attempt(
                SummaryJson.FILE_NAME,
                () -> SummaryJson.write(
                        runFolder, facts, figures, verdicts, errorBars, disturbances, byServers, allWarnings()));
        String console = ConsoleTable.of(
                facts, figures, verdicts, errorBars, byServers, allWarnings(), runFolder.toAbsolutePath(), lineFile);
        accumulator = null; // it has columns of all requests, and what is made of the files next needs the room
        if (!failures.areNone()) {
            throw new ReportException(failures.all(), console);
        }
        return console;
    }

    /** The requests as their lines have them; after {@link #finish}, also when it failed. */
    public RunRequests requests() {
        return logs.readRequests();
    }

    /** The run's figures; after {@link #finish}, also when it failed. */
    public RunFigures figures() {
        if (figures == null) {
            throw new IllegalStateException("the run is not finished");
        }
        return figures;
    }

    /**
     * Whether every objective was met and every planned turn is accounted for; after {@link #finish}, also when it failed.
     */
    public boolean passed() {
        return figures().totals().outcomes().complete() && verdicts.stream().allMatch(Objective.Verdict::met);
    }

    private List<String> allWarnings() {
        List<String> all = new ArrayList<>(warnings);
        failures.all().forEach(failure -> all.add("not written: " + failure));
        return all;
    }

    /** @param loss told when the turns cannot be written any more while the run goes; perhaps more than once */
    public void onLoss(Consumer<String> loss) {
        failures.onLoss(loss);
    }

    /** Lets go of the files of a run that is not finished; after {@link #finish} it does nothing. */
    @Override
    public void close() {
        logs.close();
    }
}
