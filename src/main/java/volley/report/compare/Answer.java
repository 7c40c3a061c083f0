package volley.report.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sentence with which a comparison begins: which server has the first token soonest, and how sure that is. */
final class Answer {
    private Answer() {}

    /** Empty if no request can be compared. */
    static Optional<String> of(List<ServerFigures> servers, List<Difference> differences) {
        List<ServerFigures> soonestFirst = servers.stream()
                .filter(server -> !Double.isNaN(server.mean(ComparedMetric.TTFT)))
                .sorted(Comparator.comparingDouble(server -> server.mean(ComparedMetric.TTFT)))
                .toList();
        if (soonestFirst.isEmpty()) {
            return Optional.empty();
        }
        String best = soonestFirst.get(0).name();
        List<String> others = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (ServerFigures other : soonestFirst.subList(1, soonestFirst.size())) {
            differences.stream()
                    .filter(each -> each.figure() == ComparedFigure.TTFT_MEAN && isBetween(each, best, other.name()))
                    .findFirst()
                    .ifPresent(difference -> {
                        others.add(against(difference, best, other.name()));
                        verdicts.add(difference.verdict());
                    });
        }
        if (others.isEmpty()) {
            return Optional.empty();
        }
        boolean alike = verdicts.stream().distinct().count() == 1;
        String sentence = others.stream()
                .map(other -> alike
                        ? other
                        : other + " (" + verdicts.get(others.indexOf(other)).words() + ")")
                .collect(Collectors.joining(", "));
        String of = alike
                ? " (" + (verdicts.size() > 1 ? "each: " : "") + verdicts.get(0).words() + ")"
                : "";
        return Optional.of(String.format(
                Locale.ROOT,
                "%s has the shortest mean time to first token, %s; %s%s.",
                best,
                TimeText.of(soonestFirst.get(0).mean(ComparedMetric.TTFT)),
                sentence,
                of));
    }

    /** Which servers fall behind the turns that are due, so that times tell how long the run was; empty if none does. */
    static Optional<String> behind(List<ServerFigures> servers) {
        List<ServerFigures> behind = servers.stream()
                .filter(server -> Backlog.fallsBehind(server.backlog()))
                .toList();
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        String served = behind.stream()
                .map(server -> String.format(
                        Locale.ROOT, "%s serves %.2f/s", server.name(), RatePoint.mean(server.requestsPerSecond())))
                .collect(Collectors.joining(", "));
        return Optional.of(String.format(
                Locale.ROOT,
                "%s keep%s up with the %.2f turns/s that are due (%s): times there are those of a queue that grows, and of how"
                        + " long the run is.",
                behind.size() == servers.size()
                        ? "No server"
                        : behind.stream().map(ServerFigures::name).collect(Collectors.joining(" and "))
                                + (behind.size() == 1 ? " does not" : " do not"),
                behind.size() == servers.size() ? "s" : "",
                behind.get(0).duePerSecond(),
                served));
    }

    private static boolean isBetween(Difference difference, String one, String other) {
        return (difference.from().equals(one) && difference.to().equals(other))
                || (difference.from().equals(other) && difference.to().equals(one));
    }

    /** Over the requests that both completed. */
    private static String against(Difference difference, String best, String other) {
        double bestMs = difference.from().equals(best) ? difference.fromValue() : difference.toValue();
        double otherMs = difference.from().equals(best) ? difference.toValue() : difference.fromValue();
        return bestMs == 0
                ? other + " has " + TimeText.of(otherMs)
                : String.format(
                        Locale.ROOT,
                        "%s has %s (%.1f %% %s)",
                        other,
                        TimeText.of(otherMs),
                        100 * Math.abs(otherMs - bestMs) / bestMs,
                        otherMs < bestMs ? "less over the requests that both completed" : "more");
    }
}
