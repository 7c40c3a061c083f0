package volley.gatling;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.function.Consumer;
import volley.client.Outcome;
import volley.config.SimulatedEngine;
import volley.metrics.OutcomeCounts;
import volley.report.Results;
import volley.simulator.Engines;
import volley.simulator.engine.Engine;
import volley.simulator.http.AnswerDrafts;

/** Runs without a server: a plan through the simulated engine in virtual time, into the results of any run. */
final class WhatIf {
    /** What every result of such a run says first. */
    static final String NOTE = "nothing was sent: the run was computed in virtual time by the simulated engine, and"
            + " Gatling has no report of it";

    /** As the simulated server's, so that both give the same answers. */
    private static final long ANSWER_SEED = 1;

    private WhatIf() {}

    /** The answers of a plan's turns on such an engine, to be shared by its runs. */
    static VirtualAnswers answers(Preparation prepared, SimulatedEngine asked) {
        int contextTokens = new Engine(Engines.config(asked)).longestRequestTokens();
        return new VirtualAnswers(
                prepared.plan(), new AnswerDrafts(prepared.tokenizer()::encode, ANSWER_SEED, contextTokens));
    }

    /**
     * Runs the plan and writes its results into a folder like Gatling's.
     *
     * @return how the turns ended
     */
    static OutcomeCounts run(Preparation prepared) {
        try {
            VirtualAnswers answers =
                    answers(prepared, prepared.settings().simulated().engine());
            return run(prepared, answers, RunFolder.create(prepared.plan().mode()), table -> System.out.println(table));
        } finally {
            prepared.tokenizer().close();
        }
    }

    /** The mean time to first token of the plan on an engine, ms; no files are written. */
    static double meanTtftMs(Preparation prepared, VirtualAnswers answers, SimulatedEngine asked) {
        LongSummaryStatistics ttftNs = new LongSummaryStatistics();
        new VirtualPlaying(prepared, answers, Engines.config(asked), asked.speedup(), turn -> {
                    if (turn.outcome() == Outcome.OK) {
                        ttftNs.accept(turn.exchange().events().timeNs(0)
                                - turn.exchange().sentNs());
                    }
                })
                .play();
        return ttftNs.getCount() == 0 ? Double.NaN : ttftNs.getAverage() / 1e6;
    }

    /**
     * Runs the plan on the engine of its settings.
     *
     * @param console takes the table of the results
     */
    static OutcomeCounts run(Preparation prepared, VirtualAnswers answers, Path folder, Consumer<String> console) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        OffsetDateTime startedAt = OffsetDateTime.now(ZoneId.systemDefault());
        try (Results results = Results.open(
                folder, 0, prepared.tokenizer(), prepared.plan().load().rampUp(), prepared.targets())) {
            new VirtualPlaying(prepared, answers, Engines.config(asked), asked.speedup(), results::accept).play();
            OutcomeCounts outcomes = results.outcomes(prepared.plan().turns());
            console.accept(results.finish(Facts.of(
                    prepared, "none: " + Engines.describe(asked), asked.modelPreset(), startedAt, List.of(NOTE))));
            return outcomes;
        }
    }
}
