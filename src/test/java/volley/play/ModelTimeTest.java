package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.config.LoadSettings;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.plan.Plan;

class ModelTimeTest {
    private static final long START_NS = 1_000_000_000_000L;

    @Test
    void whatIsMeasuredIsToldInTheModelsTime() {
        TurnRecord told = new ModelTime(12, () -> START_NS).of(turn());
        Exchange exchange = told.exchange();
        assertThat(exchange.scheduledNs()).isEqualTo(START_NS);
        assertThat(exchange.sentNs()).isEqualTo(START_NS + 1200);
        assertThat(exchange.connectedNs()).as("never stays never").isEqualTo(Exchange.NEVER);
        assertThat(exchange.endNs()).isEqualTo(START_NS + 36_000_000);
        assertThat(exchange.events().size()).isEqualTo(2);
        assertThat(exchange.usage()).isEqualTo(turn().exchange().usage());
        RequestFigures figures = RequestFigures.of(told, null);
        assertThat(figures.get(RequestMetric.TTFT)).isEqualTo(12_000_000 - 1200);
        assertThat(new ModelTime(12, () -> START_NS).clockNs(exchange.endNs()))
                .isEqualTo(turn().exchange().endNs());
    }

    @Test
    void inRealTimeNothingIsCopied() {
        TurnRecord turn = turn();
        assertThat(new ModelTime(1, () -> START_NS).of(turn)).isSameAs(turn);
        TurnRecord unsent = TurnRecord.unsent(0, "c", 0, 1, Outcome.CANCELLED);
        assertThat(new ModelTime(12, () -> START_NS).of(unsent)).isSameAs(unsent);
    }

    /** The plan is the same one: its name stands in the results, and says what was asked for. */
    @Test
    void aFasterPlanIsSentSooner() {
        LoadSettings load = LoadSettings.builder()
                .requestsPerSecond(2)
                .thinkTime(Duration.ofSeconds(6))
                .build();
        Plan plan = Plan.of(
                "m", List.of(new Conversation("c", List.of(new Turn("q", 1, 1), new Turn("r", 1, 1)))), load, 1);
        Plan faster = plan.faster(12);
        assertThat(faster.hash()).isEqualTo(plan.hash());
        assertThat(faster.arrivalsNs()[1]).isEqualTo(Math.round(plan.arrivalsNs()[1] / 12.0));
        assertThat(faster.load().thinkTime()).isEqualTo(Duration.ofMillis(500));
        assertThat(plan.faster(1)).isSameAs(plan);
    }

    private static TurnRecord turn() {
        EventLog events = new EventLog(2);
        events.add(START_NS + 1_000_000, EventKind.CONTENT, 1, 3);
        events.add(START_NS + 3_000_000, EventKind.CONTENT, 2, 6);
        Exchange exchange = Exchange.builder()
                .scheduledNs(START_NS)
                .readyNs(START_NS)
                .sentNs(START_NS + 100)
                .endNs(START_NS + 3_000_000)
                .httpStatus(200)
                .events(events)
                .usage(Usage.NONE)
                .answer(new byte[] {'a'})
                .outcome(Outcome.OK)
                .build();
        return TurnRecord.builder()
                .conversationId("c")
                .requestedOutputTokens(2)
                .exchange(exchange)
                .build();
    }
}
