package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.metrics.TokenTotals.Retokenized;

class SteadyWindowTest {
    private static final String NO_REASON = "for the test";

    private static RunFigures figures(Duration rampUp, List<TurnRecord> turns) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, rampUp, Goodput.NOT_ASKED, null);
        turns.stream()
                .sorted(Comparator.comparingLong(turn -> turn.exchange().endNs()))
                .forEach(run::accept);
        return run.figures(turns.size(), Retokenized.NONE, PercentileRule.LINEAR);
    }

    /** Sent and ended at these times, ms; its first token half-way. */
    private static TurnRecord request(double sentMs, double endMs) {
        return new ExchangeBuilder()
                .scheduled(sentMs)
                .sent(sentMs)
                .content((sentMs + endMs) / 2, endMs)
                .done(endMs)
                .usage(10, 2, 5)
                .turn();
    }

    @Test
    void byHand() {
        // Opens at 100, when the first response ends; closes at 400, when the last request is sent.
        // Five of each.
        List<TurnRecord> turns = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            turns.addAll(List.of(request(0, 100), request(50, 200), request(300, 350), request(400, 600)));
        }
        RunFigures figures = figures(Duration.ZERO, turns);

        SteadyFigures steady = figures.steady().orElseThrow();
        assertThat(steady.opensAfterNs()).isEqualTo(100_000_000);
        assertThat(steady.closesAfterNs()).isEqualTo(400_000_000);
        assertThat(steady.totals().outcomes().ok()).isEqualTo(10);
        assertThat(RunMetric.REQUEST_THROUGHPUT.shown(steady.totals()).getAsDouble())
                .isCloseTo(10 / 0.3, within(1e-9));
        assertThat(RunMetric.OUTPUT_THROUGHPUT.shown(steady.totals()).getAsDouble())
                .isCloseTo(20 / 0.3, within(1e-9));
        // 100 ms of the second and 50 ms of the third request lie in the window, and none of the fourth.
        assertThat(RunMetric.CONCURRENCY.shown(steady.totals()).getAsDouble()).isCloseTo(2.5, within(1e-9));
        // The third and the fourth of each are sent in it, 100 ms apart.
        assertThat(RunMetric.REQUEST_RATE_ACHIEVED.shown(steady.totals()).getAsDouble())
                .isCloseTo(9 / 0.1, within(1e-9));
        assertThat(steady.distributions().get(RequestMetric.E2E).mean()).isEqualTo(100e6);
        assertThat(figures.distributions().get(RequestMetric.E2E).count()).isEqualTo(20);
    }

    /** Of 20 answers that took 2 s 19 end within 0.1 s: many times the rate of the run. */
    @Test
    void oneShorterThanItsRequestsIsNone() {
        List<TurnRecord> turns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            turns.add(request(0, 2000 + 5 * i));
        }
        turns.add(request(2100, 4000));

        RunFigures figures = figures(Duration.ZERO, turns);

        assertThat(figures.steady()).isEmpty();
        assertThat(figures.whyNotSteady())
                .contains("it is 0.100 s long, shorter than the 2.050 s its requests took on average");
    }

    @Test
    void oneOfFewRequestsIsNone() {
        RunFigures figures = figures(
                Duration.ZERO, List.of(request(0, 100), request(50, 200), request(300, 350), request(400, 600)));

        assertThat(figures.steady()).isEmpty();
        assertThat(figures.whyNotSteady()).contains("2 requests ended in it, fewer than 10");
    }

    @Test
    void theRampUpIsNotInIt() {
        List<TurnRecord> turns = new ArrayList<>(List.of(request(0, 100), request(50, 200), request(310, 390)));
        for (int i = 0; i < 10; i++) {
            turns.add(request(210, 300));
        }
        assertThat(figures(Duration.ofMillis(150), turns).steady().orElseThrow().opensAfterNs())
                .isEqualTo(200_000_000);
        assertThat(figures(Duration.ofMillis(500), turns).steady()).isEmpty();
    }

    @Test
    void aBurstHasNone() {
        assertThat(figures(Duration.ZERO, List.of(request(0, 100), request(0, 200), request(1, 300)))
                        .steady())
                .isEmpty();
    }

    @Test
    void randomRunsAgreeWithTheDefinition() {
        int windows = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            Duration rampUp = Duration.ofMillis(random.nextInt(3) * 100L);
            List<TurnRecord> turns = new ArrayList<>();
            for (int i = 1 + random.nextInt(40); i > 0; i--) {
                int sentMs = random.nextInt(1000);
                int endMs = sentMs + 1 + random.nextInt(400);
                turns.add(
                        random.nextInt(5) == 0
                                ? new ExchangeBuilder()
                                        .sent(sentMs)
                                        .failed(endMs, Outcome.HTTP_5XX, 500, NO_REASON)
                                        .turn()
                                : request(sentMs, endMs));
            }
            RunFigures figures = figures(rampUp, turns);
            windows += figures.steady().isPresent() ? 1 : 0;
            check(rampUp, turns, figures.steady());
        }
        assertThat(windows).isGreaterThan(50);
    }

    /** The definition again, with everything known. */
    private static void check(Duration rampUp, List<TurnRecord> turns, Optional<SteadyFigures> steady) {
        List<Exchange> requests = turns.stream().map(TurnRecord::exchange).toList();
        long rampUpEndNs = ExchangeBuilder.RUN_START_NS + rampUp.toNanos();
        Optional<Long> opensNs = requests.stream()
                .map(Exchange::endNs)
                .filter(endNs -> endNs >= rampUpEndNs)
                .min(Comparator.naturalOrder());
        long closesNs = requests.stream().mapToLong(Exchange::sentNs).max().orElseThrow();
        if (opensNs.isEmpty() || closesNs <= opensNs.get()) {
            assertThat(steady).isEmpty();
            return;
        }
        List<Exchange> ended = requests.stream()
                .filter(each -> each.endNs() > opensNs.get() && each.endNs() <= closesNs)
                .toList();
        double tookNs = ended.stream()
                .mapToLong(each -> each.endNs() - each.sentNs())
                .average()
                .orElse(0);
        if (ended.size() < 10 || closesNs - opensNs.get() < tookNs) {
            assertThat(steady).isEmpty();
            return;
        }
        double inFlightNs = requests.stream()
                .mapToLong(each -> Math.min(each.endNs(), closesNs) - Math.max(each.sentNs(), opensNs.get()))
                .filter(overlapNs -> overlapNs > 0)
                .sum();
        RunTotals totals = steady.orElseThrow().totals();
        assertThat(totals.times().durationNs()).isEqualTo(closesNs - opensNs.get());
        assertThat(totals.outcomes().planned()).isEqualTo(ended.size());
        assertThat(totals.outcomes().complete()).isTrue();
        assertThat(totals.outcomes().ok())
                .isEqualTo(ended.stream()
                        .filter(each -> each.outcome() == Outcome.OK)
                        .count());
        assertThat((double) totals.times().inFlightNs()).isEqualTo(inFlightNs);
        assertThat(totals.times().sent())
                .isEqualTo(requests.stream()
                        .filter(each -> each.sentNs() > opensNs.get())
                        .count());
        Stats e2e = steady.orElseThrow().distributions().get(RequestMetric.E2E);
        assertThat(e2e == null ? 0 : e2e.count()).isEqualTo(totals.outcomes().ok());
        if (e2e != null) {
            assertThat(e2e.mean())
                    .isCloseTo(
                            ended.stream()
                                    .filter(each -> each.outcome() == Outcome.OK)
                                    .mapToLong(each -> each.endNs() - each.sentNs())
                                    .average()
                                    .orElseThrow(),
                            within(1e-3));
        }
    }
}
