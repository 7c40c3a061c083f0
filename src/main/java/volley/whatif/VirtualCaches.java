package volley.whatif;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import volley.config.SimulatedEngine;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.prepare.Preparation;
import volley.report.page.CacheSizes;
import volley.simulator.Engines;

/** The plan of a run in virtual time on other caches: does the cache help, and would a larger one? */
final class VirtualCaches {
    private static final int[] LARGER = {2, 4, 8};
    /** Of longer plans the page tells what the run itself shows: six more runs would take too long. */
    private static final int MOST_TURNS = 5_000;

    private VirtualCaches() {}

    /** Empty where the engine keeps no prefix, or the plan is long. */
    static Optional<CacheSizes> of(Preparation prepared, VirtualAnswers answers) {
        SimulatedEngine asked = prepared.settings().simulated().engine();
        if (!asked.radixCache() || prepared.plan().turns() > MOST_TURNS) {
            return Optional.empty();
        }
        SimulatedEngine withoutHits = asked.with(asked.schedulePolicy(), false, false);
        SimulatedEngine withoutHost = asked.with(asked.schedulePolicy(), true, false);
        List<SimulatedEngine> engines = Stream.concat(
                        Stream.of(asked, withoutHits, withoutHost),
                        IntStream.of(LARGER).mapToObj(times -> larger(asked, times)))
                .toList();
        List<CacheSizes.Figures> figures = IntStream.range(0, engines.size())
                .parallel()
                .mapToObj(i ->
                        figures(i < 3 ? 1 : LARGER[i - 3], VirtualRates.figures(prepared, answers, engines.get(i))))
                .toList();
        return Optional.of(new CacheSizes(
                figures.get(0),
                figures.get(1),
                asked.hierarchicalCache() ? Optional.of(figures.get(2)) : Optional.empty(),
                figures.subList(3, figures.size())));
    }

    /** The host tier's size follows the device's. */
    private static SimulatedEngine larger(SimulatedEngine asked, int times) {
        long tokens = times * Engines.config(asked).cache().deviceCapacityTokens();
        return asked.toBuilder()
                .maxTotalTokens(OptionalInt.of((int) Math.min(Integer.MAX_VALUE, tokens)))
                .build();
    }

    private static CacheSizes.Figures figures(int times, RunFigures run) {
        return new CacheSizes.Figures(
                times,
                run.shown(RequestMetric.TTFT).map(Stats::mean).orElse(Double.NaN),
                run.shown(RunMetric.CACHE_HIT_RATE),
                run.shown(RunMetric.CACHE_HIT_RATE_HOST));
    }
}
