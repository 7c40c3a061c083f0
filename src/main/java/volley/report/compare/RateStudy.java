package volley.report.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import volley.metrics.Objective;
import volley.metrics.Targets;

/**
 * Servers over the request rate: with which rate each keeps up, which it carries under the run's objectives and at which
 * price, and how they differ at equal rates.
 *
 * @param curves of each server, all at the same rates; empty where there are none
 * @param unit what was repeated at each rate: seeds in virtual time, or runs of servers that run
 * @param objectives such as {@code ttft p99 <= 500 ms}; empty: none are set
 * @param gpuHourPrice in whatever currency; empty: not told
 */
public record RateStudy(List<RateCurve> curves, RunUnit unit, String objectives, OptionalDouble gpuHourPrice) {
    /** Of servers that were asked at one rate. */
    public static final RateStudy NONE = new RateStudy(List.of(), RunUnit.REPEAT, "", OptionalDouble.empty());

    private static final int FIGURES = 2;
    private static final double SECONDS_PER_HOUR = 3600;

    public RateStudy {
        curves = List.copyOf(curves);
    }

    /** Under the objectives of the runs. */
    public static RateStudy of(List<RateCurve> curves, RunUnit unit, Targets targets, OptionalDouble gpuHourPrice) {
        return new RateStudy(
                curves,
                unit,
                targets.objectives().stream().map(Objective::text).collect(Collectors.joining(" and ")),
                gpuHourPrice);
    }

    /**
     * How two servers differ at one rate.
     *
     * @param figure mean or 99th percentile of the time to first token
     */
    public record AtRate(
            double requestsPerSecond,
            ComparedFigure figure,
            String from,
            String to,
            double fromMs,
            double toMs,
            Evidence evidence,
            Verdict verdict) {}

    /**
     * What a server carries.
     *
     * @param point the highest rate that does; empty if none of the rates does
     * @param pricePerMillionOutputTokens at that rate; empty without a price or a rate
     */
    public record Carried(String server, Optional<RatePoint> point, OptionalDouble pricePerMillionOutputTokens) {}

    /** Each server under the objectives; without objectives, what it keeps up with. In the order of the curves. */
    public List<Carried> carried() {
        return curves.stream()
                .map(curve -> {
                    Optional<RatePoint> point = curve.carried(each -> each.carries(!objectives.isEmpty()));
                    return new Carried(
                            curve.server(),
                            point,
                            point.isPresent() && gpuHourPrice.isPresent()
                                    ? OptionalDouble.of(pricePerMillion(point.get()))
                                    : OptionalDouble.empty());
                })
                .toList();
    }

    private double pricePerMillion(RatePoint point) {
        double tokensPerHour = RatePoint.mean(point.outputTokensPerSecond()) * SECONDS_PER_HOUR;
        return gpuHourPrice.orElseThrow() / tokensPerHour * 1e6;
    }

    /** Place of the highest rate with which every server keeps up; empty without one. */
    public OptionalInt highestThatAllKeepUpWith() {
        OptionalInt lowest = curves.stream()
                .mapToInt(
                        curve -> curve.saturation().map(curve.points()::indexOf).orElse(-1))
                .min();
        return lowest.isPresent() && lowest.getAsInt() < 0 ? OptionalInt.empty() : lowest;
    }

    /** Each two servers at each rate, judged by what was repeated. */
    List<AtRate> differences(SmallestEffect smallest) {
        List<AtRate> all = new ArrayList<>();
        for (int from = 0; from < curves.size(); from++) {
            for (int to = from + 1; to < curves.size(); to++) {
                for (int rate = 0; rate < curves.get(from).points().size(); rate++) {
                    RatePoint one = curves.get(from).points().get(rate);
                    RatePoint other = curves.get(to).points().get(rate);
                    String fromName = curves.get(from).server();
                    String toName = curves.get(to).server();
                    all.add(difference(ComparedFigure.TTFT_MEAN, one, other, fromName, toName, smallest));
                    all.add(difference(ComparedFigure.TTFT_P99, one, other, fromName, toName, smallest));
                }
            }
        }
        return all;
    }

    private static AtRate difference(
            ComparedFigure figure, RatePoint one, RatePoint other, String from, String to, SmallestEffect smallest) {
        boolean mean = figure == ComparedFigure.TTFT_MEAN;
        double[] fromMs = mean ? one.meanTtftMs() : one.p99TtftMs();
        double[] toMs = mean ? other.meanTtftMs() : other.p99TtftMs();
        double[] differences = new double[fromMs.length];
        for (int run = 0; run < differences.length; run++) {
            differences[run] = toMs[run] - fromMs[run];
        }
        Evidence evidence = Evidence.paired(differences, FIGURES);
        double value = RatePoint.mean(fromMs);
        return new AtRate(
                one.requestsPerSecond(),
                figure,
                from,
                to,
                value,
                RatePoint.mean(toMs),
                evidence,
                evidence.verdict(smallest.ms(ComparedMetric.TTFT, value)));
    }

    /** What comes of it, in a sentence; empty without curves. */
    Optional<String> sentence() {
        if (curves.isEmpty()) {
            return Optional.empty();
        }
        List<Carried> mostFirst = carried().stream()
                .sorted(Comparator.comparingDouble((Carried each) ->
                                each.point().map(RatePoint::requestsPerSecond).orElse(0.0))
                        .reversed())
                .toList();
        String does = objectives.isEmpty() ? " keeps up with " : " carries ";
        String list = mostFirst.stream()
                .map(each ->
                        each.server() + (each.server().equals(mostFirst.get(0).server()) ? does : " ") + text(each))
                .collect(Collectors.joining(", "));
        return Optional.of((objectives.isEmpty() ? "" : "Under " + objectives + ", ") + list + ".");
    }

    private String text(Carried carried) {
        List<RatePoint> tried = curves.stream()
                .filter(curve -> curve.server().equals(carried.server()))
                .findFirst()
                .orElseThrow()
                .all();
        if (carried.point().isEmpty()) {
            return "not even " + rate(tried.get(0).requestsPerSecond()) + " turns/s";
        }
        RatePoint point = carried.point().get();
        boolean highest = tried.indexOf(point) == tried.size() - 1;
        return rate(point.requestsPerSecond()) + " turns/s" + (highest ? " (the highest rate tried)" : "")
                + (carried.pricePerMillionOutputTokens().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                " at %.2f per million output tokens",
                                carried.pricePerMillionOutputTokens().getAsDouble())
                        : "");
    }

    /** Without digits that nobody asked for. */
    public static String rate(double perSecond) {
        return BigDecimal.valueOf(perSecond)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
