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

    /** @throws BadInputException if a limit names no metric or no statistic of it */
    public static Targets of(SloSettings slo) {
        return new Targets(
                Goodput.of(slo.goodput()),
                slo.objectives().stream().map(Objective::of).toList());
    }

    /** Each objective with the run's figure. */
    public List<Objective.Verdict> judge(RunFigures figures) {
        return objectives.stream().map(objective -> objective.judge(figures)).toList();
    }
}
