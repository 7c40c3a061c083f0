package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.cold.Coldness;
import volley.metrics.TurnRecord;

class FirstRequestTest {
    private static final Coldness PROVEN = Coldness.proven("so it was found");

    private static TurnRecord turn(int order, long sentNs, int cachedTokens) {
        EventLog events = new EventLog(1);
        events.add(sentNs + 50, List.of(EventKind.values()).get(0), 1);
        return TurnRecord.builder()
                .order(order)
                .conversationId("c")
                .exchange(Exchange.builder()
                        .sentNs(sentNs)
                        .endNs(sentNs + 500)
                        .events(events)
                        .usage(new Usage(100, 4, cachedTokens))
                        .answer(new byte[0])
                        .outcome(Outcome.OK)
                        .build())
                .outcome(Outcome.OK)
                .build();
    }

    @Test
    void aHitOfTheFirstRequestTakesTheVerdictBack() {
        FirstRequest first = new FirstRequest();
        assertThat(first.judge(PROVEN, 3)).isEqualTo(PROVEN);
        first.accept(turn(0, 1000, 64));
        assertThat(first.judge(PROVEN, 3).word()).isEqualTo(Coldness.Word.NOT_PROVEN);
        assertThat(first.judge(PROVEN, 64))
                .as("the template is in every prompt")
                .isEqualTo(PROVEN);
        first.accept(turn(1, 1050, 0));
        assertThat(first.judge(PROVEN, 3).isCold()).isFalse();
    }

    @Test
    void butNotIfAnotherMayHaveBeenComputedBefore() {
        FirstRequest first = new FirstRequest();
        first.accept(turn(1, 1049, 0));
        first.accept(turn(0, 1000, 64));
        assertThat(first.judge(PROVEN, 3)).isEqualTo(PROVEN);
    }
}
