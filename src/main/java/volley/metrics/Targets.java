package volley.metrics;

import java.util.List;
import volley.config.BadInputException;
import volley.config.SloSettings;

/** What a run is judged by: limits of each request, and objectives of the run. */
public record Targets(Goodput goodput, List<Objective> objectives) {
    /** A run that is only measured. */
    public static final Targets NONE = new Targets(Goodput.NOT_ASKED, List.of());

    public Targets {
        objectives = List.copyOf(objectives);
    }

    /** @throws BadInputException if a limit names no metric or no statistic of it, or needs limits of requests */
    public static Targets of(SloSettings slo) {
        Goodput goodput = Goodput.of(slo.goodput());
        return new Targets(
                goodput,
                slo.objectives().stream().map(limit -> of(limit, goodput)).toList());
    }

    private static Objective of(SloSettings.Limit limit, Goodput goodput) {
        Objective objective = Objective.of(limit);
        boolean ofGood = objective.metric() == RunMetric.GOODPUT || objective.metric() == RunMetric.GOOD_FRACTION;
        if (ofGood && !goodput.asked()) {
            throw new BadInputException(
                    limit.where() + " limits " + objective.metric().id()
                            + ", which needs to know what a good request is; give -Dvolley.goodput too, such as ttft:500,tpot:50");
        }
        return objective;
    }

    /** Each objective with the run's figure. */
    public List<Objective.Verdict> judge(RunFigures figures) {
        return objectives.stream().map(objective -> objective.judge(figures)).toList();
    }
}
