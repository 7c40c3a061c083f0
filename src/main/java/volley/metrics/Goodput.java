package volley.metrics;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.SloSettings;

/**
 * Limits of a single request: it is good if it completed and met all of them. A stream whose tokens all came at once
 * has no TPOT and cannot miss a limit on it; any other figure that is absent misses its limit.
 */
public final class Goodput {
    /** No limits: goodput is absent. */
    public static final Goodput NOT_ASKED = new Goodput(List.of());

    private final List<Limit> limits;

    /** @param mostNs the largest value that is good, in ns */
    private record Limit(RequestMetric metric, double mostNs) {}

    private Goodput(List<Limit> limits) {
        this.limits = List.copyOf(limits);
    }

    /**
     * @param limits as given, in milliseconds
     * @throws BadInputException if one is not a time that a request has
     */
    static Goodput of(List<SloSettings.Limit> limits) {
        return new Goodput(limits.stream().map(Goodput::limit).toList());
    }

    private static Limit limit(SloSettings.Limit given) {
        RequestMetric metric = Stream.of(RequestMetric.values())
                .filter(each -> each.unit() == Unit.MILLISECONDS && each.id().equals(given.metric()))
                .findFirst()
                .orElseThrow(() -> new BadInputException(given.where() + ": " + given.metric()
                        + " is not a time of a request; give one of "
                        + Stream.of(RequestMetric.values())
                                .filter(each -> each.unit() == Unit.MILLISECONDS)
                                .map(Metric::id)
                                .collect(Collectors.joining(", "))));
        return new Limit(metric, given.value() * 1e6);
    }

    boolean asked() {
        return !limits.isEmpty();
    }

    /** Whether a completed request met every limit. */
    boolean isMet(RequestFigures figures) {
        for (Limit limit : limits) {
            long value = figures.get(limit.metric());
            if (value == RequestFigures.ABSENT ? !noDecode(limit.metric(), figures) : value > limit.mostNs()) {
                return false;
            }
        }
        return true;
    }

    private static boolean noDecode(RequestMetric metric, RequestFigures figures) {
        return metric == RequestMetric.TPOT
                && figures.firstTokenNs() != RequestFigures.ABSENT
                && figures.firstTokenNs() == figures.lastTokenNs();
    }
}
