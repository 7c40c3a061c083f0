package volley.whatif;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import volley.client.Outcome;
import volley.cold.Coldness;
import volley.config.Settings;
import volley.config.SimulatedEngine;
import volley.metrics.RequestFigures;
import volley.metrics.RunFigures;
import volley.metrics.TurnRecord;
import volley.prepare.BarrierNote;
import volley.prepare.Preparation;
import volley.report.Results;
import volley.report.folder.ClaimedFolder;
import volley.report.line.ResultLineForm;
import volley.report.page.CacheSizes;
import volley.results.Facts;
import volley.results.RepeatCommand;
import volley.results.RunFolder;
import volley.results.RunReports;
import volley.simulator.Engines;
import volley.simulator.engine.Engine;
import volley.simulator.http.AnswerDrafts;

/** Runs without a server: a plan through the simulated engine in virtual time, into the results of any run. */
public final class VirtualRun {
    /** Gatling's, when an assertion failed. */
    private static final int EXIT_FAILED = 2;

    /** What every result of such a run says first. */
    public static final String NOTE =
            "nothing was sent: the run was computed in virtual time by the simulated engine, and"
                    + " Gatling has no report of it";

    /** As the simulated server's, so that both give the same answers. */
    private static final long ANSWER_SEED = 1;

    private VirtualRun() {}

    /** A line for a file that several runs append to. */
    @SuppressWarnings("ArrayRecordComponent") // to be written as it is
    private record ResultLine(Path file, byte[] line) {}

    /**
     * A run that was computed. All files in its folder are written.
     *
     * @param failed how many turns did
     * @param passed whether it met every objective and accounts for every turn
     * @param console the table of the results, and what was made of them
     * @param line for the output file
     */
    public record Computed(
            RunFigures figures, long failed, boolean passed, List<String> console, List<ResultLine> line) {
        /**
         * Appends its line to the output file, and prints the rest.
         *
         * @throws UncheckedIOException if the file cannot be written
         */
        void publish(Consumer<String> printed) {
            for (ResultLine each : line) {
                try {
                    ResultLineForm.AT_ONCE.append(each.file(), each.line());
                } catch (IOException e) {
                    throw new UncheckedIOException("the result line cannot be appended to " + each.file(), e);
                }
            }
            console.forEach(printed);
        }
    }

    /** The answers of a plan's turns on such an engine, to be shared by its runs. */
    public static VirtualAnswers answers(Preparation prepared, SimulatedEngine asked) {
        int contextTokens = new Engine(Engines.config(asked)).longestRequestTokens();
        return new VirtualAnswers(
                prepared.plan(),
                prepared.format(),
                prepared.tokenizer(),
                new AnswerDrafts(
                        prepared.tokenizer()::encode, prepared.tokenizer().openingIds(), ANSWER_SEED, contextTokens),
                prepared.settings().requests());
    }

    /** Runs the plan, writes its results into a folder like Gatling's, and prints them. */
    public static Computed run(Preparation prepared) {
        try {
            VirtualAnswers answers =
                    answers(prepared, prepared.settings().simulated().engine());
            Path folder = RunFolder.create(prepared.plan().mode());
            writeCaches(prepared, answers, folder);
            Computed computed = compute(prepared, answers, folder, ResultLineForm.BENCH_SERVING, (turn, figures) -> {});
            computed.publish(System.out::println);
            return computed;
        } finally {
            prepared.tokenizer().close();
        }
    }

    private static void writeCaches(Preparation prepared, VirtualAnswers answers, Path folder) {
        Optional<CacheSizes> caches = VirtualCaches.of(prepared, answers);
        try {
            if (caches.isPresent()) {
                caches.get().write(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what other caches would give cannot be written to " + folder, e);
        }
    }

    /** The mean time to first token of the plan on an engine, ms; no files are written. */
    public static double meanTtftMs(Preparation prepared, VirtualAnswers answers, SimulatedEngine asked) {
        LongSummaryStatistics ttftNs = new LongSummaryStatistics();
        new VirtualPlaying(prepared, answers, Engines.config(asked), turn -> {
                    if (turn.outcome() == Outcome.OK) {
                        ttftNs.accept(turn.exchange().events().timeNs(0)
                                - turn.exchange().sentNs());
                    }
                })
                .play();
        return ttftNs.getCount() == 0 ? Double.NaN : ttftNs.getAverage() / 1e6;
    }

    /**
     * Runs the plan on the engine of its settings. Safe for several runs at once, also of the same answers.
     *
     * @param observer told of every turn with its figures
     */
    public static Computed compute(
            Preparation prepared,
            VirtualAnswers answers,
            Path folder,
            ResultLineForm form,
            BiConsumer<TurnRecord, RequestFigures> observer) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        OffsetDateTime startedAt = OffsetDateTime.now(ZoneId.systemDefault());
        List<String> console = new ArrayList<>();
        List<ResultLine> lines = new ArrayList<>();
        RunFigures figures;
        long failed;
        boolean passed;
        try (Results results = Results.open(
                ClaimedFolder.of(folder),
                0,
                prepared.tokenizer(),
                prepared.plan().load().rampUp(),
                prepared.targets())) {
            results.retokenize(prepared.settings().output().retokenize());
            VirtualPlaying playing = new VirtualPlaying(
                    prepared, answers, Engines.config(asked), turn -> observer.accept(turn, results.accept(turn)));
            playing.play();
            if (prepared.settings().server().metrics().enabled()) {
                results.servedBy(playing.engineSeries());
            }
            RepeatCommand.write(folder, prepared.simulation());
            failed = results.outcomes(prepared.plan().turns()).failed();
            console.add(results.finish(
                    Facts.of(
                                    prepared,
                                    "none: " + Engines.describeVirtual(asked),
                                    asked.modelPreset(),
                                    startedAt,
                                    notes(prepared))
                            .toBuilder()
                            .coldness(Optional.of(Coldness.proven("the engine was made for this run")))
                            .build(),
                    form,
                    (file, line) -> lines.add(new ResultLine(file, line))));
            figures = results.figures();
            passed = results.passed();
        }
        console.add(RunReports.write(folder, prepared, Optional.empty(), Optional.of(answers)));
        return new Computed(figures, failed, passed, List.copyOf(console), List.copyOf(lines));
    }

    private static List<String> notes(Preparation prepared) {
        List<String> notes = new ArrayList<>(List.of(NOTE));
        BarrierNote.of(prepared).ifPresent(notes::add);
        return notes;
    }

    /** As Gatling's: whether failures, an objective or a lost turn make the runs fail. */
    public static int exitCode(Settings settings, List<Computed> runs) {
        long failed = runs.stream().mapToLong(Computed::failed).sum();
        boolean passed = runs.stream().allMatch(Computed::passed);
        return !passed || failed > settings.output().failureBudget() ? EXIT_FAILED : 0;
    }
}
