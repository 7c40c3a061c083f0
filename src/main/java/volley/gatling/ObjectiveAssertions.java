package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;

import io.gatling.javaapi.core.Assertion;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import volley.metrics.Objective;

/**
 * Objectives as Gatling's assertions. Gatling judges response times in whole milliseconds by percentiles of its own, and
 * knows none of the other figures: so Volley judges, and hands each figure to Gatling as the one value of a group that
 * is named after the objective, rounded to the side of the limit on which it is.
 */
final class ObjectiveAssertions {
    private ObjectiveAssertions() {}

    /** @param suffix of the run's names in the report */
    static List<Assertion> of(List<Objective> objectives, String suffix) {
        return objectives.stream().map(objective -> of(objective, suffix)).toList();
    }

    /** All of them. */
    static List<Assertion> join(Assertion first, Stream<List<Assertion>> others) {
        return Stream.concat(Stream.of(first), others.flatMap(List::stream)).toList();
    }

    private static Assertion of(Objective objective, String suffix) {
        var figure = details(name(objective, suffix)).responseTime();
        int limit = limit(objective);
        return objective.atLeast() ? figure.min().gte(limit) : figure.max().lte(limit);
    }

    /** The group's name, such as {@code SLO ttft p99 <= 500 ms}. */
    static String name(Objective objective, String suffix) {
        return "SLO " + objective.text() + suffix;
    }

    /** What Gatling compares: in the objective's unit, and more than nothing where a figure must not be less. */
    static int limit(Objective objective) {
        int rounded = rounded(objective.limit());
        return objective.atLeast() ? Math.max(1, rounded) : rounded;
    }

    /**
     * The figure as Gatling is given it: on the same side of {@link #limit} as it is of the objective's. What is absent is not
     * given: Gatling then fails the assertion for want of it.
     */
    static OptionalInt figure(Objective.Verdict verdict) {
        if (verdict.value().isEmpty()) {
            return OptionalInt.empty();
        }
        int limit = limit(verdict.objective());
        int figure = rounded(verdict.value().getAsDouble());
        if (verdict.objective().atLeast()) {
            return OptionalInt.of(verdict.met() ? Math.max(figure, limit) : Math.min(figure, limit - 1));
        }
        return OptionalInt.of(verdict.met() ? Math.min(figure, limit) : Math.max(figure, limit + 1));
    }

    /** What is larger than eleven days in milliseconds is not told apart. */
    private static int rounded(double value) {
        return (int) Math.min(Math.round(value), 1_000_000_000);
    }
}
