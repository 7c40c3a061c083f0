package volley.servermetrics;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the servers told from before a run to after it. The first answer of each is the one before the run's first request,
 * the last one that after its last answer.
 *
 * @param samples in the order of asking, times since the run's start
 */
public record ServerSeries(List<ServerSample> samples) {
    public ServerSeries {
        samples = samples.stream()
                .sorted(Comparator.comparingLong(ServerSample::timeNs))
                .toList();
    }

    /**
     * Of answers whose times are on another clock.
     *
     * @param startNs the run's start on it
     */
    public static ServerSeries since(long startNs, List<ServerSample> samples) {
        return new ServerSeries(
                samples.stream().map(sample -> sample.since(startNs)).toList());
    }

    /** Addresses of the servers asked, in order. */
    public List<String> servers() {
        return samples.stream().map(ServerSample::server).distinct().sorted().toList();
    }

    /** How often an answer failed to come. */
    public long failures() {
        return samples.stream().filter(sample -> sample.failure().isPresent()).count();
    }

    /** The first reason why an answer failed to come. */
    public Optional<String> firstFailure() {
        return samples.stream().flatMap(sample -> sample.failure().stream()).findFirst();
    }

    /** Whether a server told a figure before and after. */
    public boolean tells(ServerFigure figure) {
        return grown(figure).isPresent();
    }

    /**
     * By how much a counter grew, all servers together. Absent unless each of them tells it before and after, and none began
     * anew in between.
     *
     * @param figure a {@link ServerFigure.Kind#COUNTER}
     */
    public OptionalDouble grown(ServerFigure figure) {
        double sum = 0;
        Map<String, List<ServerSample>> byServer = answersByServer();
        for (List<ServerSample> answers : byServer.values()) {
            OptionalDouble before =
                    answers.isEmpty() ? OptionalDouble.empty() : answers.get(0).value(figure);
            OptionalDouble after = answers.isEmpty()
                    ? OptionalDouble.empty()
                    : answers.get(answers.size() - 1).value(figure);
            if (answers.size() < 2 || before.isEmpty() || after.isEmpty() || fell(answers, figure)) {
                return OptionalDouble.empty();
            }
            sum += after.getAsDouble() - before.getAsDouble();
        }
        return byServer.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(sum);
    }

    /** Whether a server's counters went back: it was started anew during the run. */
    public boolean restarted() {
        return answersByServer().values().stream()
                .anyMatch(
                        answers -> List.of(
                                        ServerFigure.PROMPT_TOKENS,
                                        ServerFigure.PROCESSED_TOKENS,
                                        ServerFigure.GENERATED_TOKENS)
                                .stream()
                                .anyMatch(figure -> fell(answers, figure)));
    }

    private static boolean fell(List<ServerSample> answers, ServerFigure figure) {
        double highest = Double.NEGATIVE_INFINITY;
        for (ServerSample answer : answers) {
            double value = answer.value(figure).orElse(highest);
            if (value < highest) {
                return true;
            }
            highest = value;
        }
        return false;
    }

    /** Prompt tokens taken from the cache, those of other tiers included; absent as {@link #grown}. */
    public OptionalDouble cachedTokens() {
        OptionalDouble hits = grown(ServerFigure.HIT_TOKENS);
        return hits.isPresent()
                ? OptionalDouble.of(hits.getAsDouble()
                        + grown(ServerFigure.EXTERNAL_HIT_TOKENS).orElse(0))
                : hits;
    }

    /** Cached share of the prompt tokens, %; absent where the counters do not tell, or nothing was looked up. */
    public OptionalDouble hitRatePercent() {
        OptionalDouble cached = cachedTokens();
        double queries = grown(ServerFigure.QUERY_TOKENS).orElse(0);
        return cached.isPresent() && queries > 0
                ? OptionalDouble.of(100 * cached.getAsDouble() / queries)
                : OptionalDouble.empty();
    }

    /** Mean of a time over the run, in seconds; absent where the servers do not tell it, or no request had it. */
    public OptionalDouble meanSeconds(ServerTime time) {
        double count = grown(time.count()).orElse(0);
        OptionalDouble seconds = grown(time.seconds());
        return count > 0 && seconds.isPresent()
                ? OptionalDouble.of(seconds.getAsDouble() / count)
                : OptionalDouble.empty();
    }

    /** Drafted tokens that were accepted, %; absent where the servers do not count them, or nothing was drafted. */
    public OptionalDouble acceptedPercent() {
        double drafted = grown(ServerFigure.DRAFT_TOKENS).orElse(0);
        OptionalDouble accepted = grown(ServerFigure.ACCEPTED_TOKENS);
        return accepted.isPresent() && drafted > 0
                ? OptionalDouble.of(100 * accepted.getAsDouble() / drafted)
                : OptionalDouble.empty();
    }

    private Map<String, List<ServerSample>> answersByServer() {
        Map<String, List<ServerSample>> answers = samples.stream()
                .filter(sample -> sample.failure().isEmpty())
                .collect(Collectors.groupingBy(ServerSample::server, TreeMap::new, Collectors.toList()));
        servers().forEach(server -> answers.putIfAbsent(server, List.of()));
        return answers;
    }
}
