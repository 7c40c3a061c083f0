package volley.whatif;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import volley.config.LoadSettings;
import volley.prepare.ComparisonPlan;
import volley.report.compare.RateCurve;
import volley.report.compare.RatePoint;
import volley.report.compare.RateStudy;
import volley.report.compare.ServerRun;
import volley.report.line.ResultLineForm;
import volley.results.ComparisonReports;

/** A comparison's simulated servers in virtual time: its runs, and how each would do at lower rates. */
public final class VirtualComparison {
    private VirtualComparison() {}

    /**
     * Computes all runs, writes their results and the comparison, and prints it.
     *
     * @param folder of the comparison, which exists
     */
    public static List<VirtualRun.Computed> run(ComparisonPlan plan, Path folder) {
        VirtualAnswers answers = answers(plan);
        List<VirtualRun.Computed> runs = plan.legs().parallelStream()
                .map(leg -> VirtualRun.compute(
                        leg,
                        answers,
                        folder.resolve(leg.phase().folder()),
                        ResultLineForm.BENCH_SERVING,
                        (turn, figures) -> {}))
                .toList();
        runs.forEach(run -> run.publish(text -> {}));
        List<String> notes = new ArrayList<>(List.of(VirtualRun.NOTE));
        notes.addAll(plan.notes());
        ComparisonReports.write(folder, plan.folders(folder), plan.rule(), rates(plan), notes, System.out::println);
        return runs;
    }

    /**
     * Compares runs that were played, once each has its results; simulated servers at lower rates too.
     *
     * @param folder of the comparison
     * @param cancelled whether a signal ended them
     * @param say receives what is for the console
     */
    public static void report(ComparisonPlan plan, Path folder, boolean cancelled, Consumer<String> say) {
        List<ServerRun> runs = plan.folders(folder);
        if (cancelled) {
            ComparisonReports.writeOfStopped(folder, runs, plan.rule(), plan.notes(), say);
        } else {
            ComparisonReports.write(folder, runs, plan.rule(), rates(plan), plan.notes(), say);
        }
    }

    /** The simulated configurations at lower rates too: nothing is sent for it. None for servers that are real. */
    private static RateStudy rates(ComparisonPlan plan) {
        LoadSettings load = plan.base().settings().load();
        if (plan.simulated().isEmpty() || Double.isInfinite(load.requestsPerSecond())) {
            return RateStudy.NONE;
        }
        VirtualAnswers answers = answers(plan);
        int seeds = plan.base().isDrawn() ? plan.base().settings().comparison().rateSeeds() : 1;
        boolean objectives = !plan.base().targets().objectives().isEmpty();
        List<RateCurve> curves = plan.simulated().entrySet().stream()
                .parallel()
                .map(server -> {
                    DoubleFunction<RatePoint> at =
                            rate -> VirtualRates.point(plan.base().at(rate), answers, server.getValue(), seeds);
                    List<RatePoint> points = VirtualRates.lower(plan.base())
                            .parallel()
                            .mapToObj(at)
                            .toList();
                    return new RateCurve(
                            server.getKey(),
                            points,
                            CarriedRate.search(points, point -> point.carries(objectives), at));
                })
                .toList();
        return VirtualRates.study(curves, plan.base().settings());
    }

    private static VirtualAnswers answers(ComparisonPlan plan) {
        return VirtualRun.answers(
                plan.base(), plan.simulated().values().iterator().next());
    }
}
