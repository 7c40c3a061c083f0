package volley.gatling;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import volley.config.SimulatedEngine;
import volley.metrics.OutcomeCounts;
import volley.plan.Plan;
import volley.report.Results;
import volley.report.RunFacts;
import volley.simulator.Engines;
import volley.simulator.engine.Engine;
import volley.simulator.engine.EngineConfig;
import volley.simulator.http.AnswerDrafts;

/** A run without a server: the plan through the simulated engine in virtual time, into the results of any run. */
final class WhatIf {
    /** As the simulated server's, so that both give the same answers. */
    private static final long ANSWER_SEED = 1;

    static final String NOTE = "nothing was sent: the run was computed in virtual time by the simulated engine, and"
            + " Gatling has no report of it";

    private WhatIf() {}

    /** The answers of a plan's turns on such an engine, to be shared by its runs. */
    static VirtualAnswers answers(Preparation prepared, Plan plan, EngineConfig engine) {
        int contextTokens = new Engine(engine).longestRequestTokens();
        return new VirtualAnswers(plan, new AnswerDrafts(prepared.tokenizer()::encode, ANSWER_SEED, contextTokens));
    }

    /**
     * Runs the plan and writes its results into a folder like Gatling's.
     *
     * @return how the turns ended
     */
    static OutcomeCounts run(Preparation prepared) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        EngineConfig engine = Engines.config(asked);
        Path folder = RunFolder.create(prepared.plan().mode());
        OffsetDateTime startedAt = OffsetDateTime.now(ZoneId.systemDefault());
        try (Results results = Results.open(folder, 0, prepared.tokenizer())) {
            new VirtualPlaying(prepared, answers(prepared, prepared.plan(), engine), engine, results::accept).play();
            OutcomeCounts outcomes = results.outcomes(prepared.plan().turns());
            RunFacts facts = Facts.of(
                    prepared, "none: " + Engines.describe(asked), asked.modelPreset(), startedAt, List.of(NOTE));
            System.out.println(results.finish(facts));
            return outcomes;
        } finally {
            prepared.tokenizer().close();
        }
    }
}
