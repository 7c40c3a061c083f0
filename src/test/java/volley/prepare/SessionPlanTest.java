package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.plan.Plan;

/** Plans in which a client begins one conversation after the other until the time is over. */
class SessionPlanTest {
    /** As many turns as arrive, and what may be unasked of the conversations that are open then; texts are made later. */
    @Test
    void thereAreConversationsForEveryArrival() {
        List<Preparation> rates = prepare("sweep-rates", "4,40", "seed", "7");
        for (Preparation prepared : rates) {
            Plan plan = prepared.plan();
            long arrivals = LongStream.of(plan.arrivalsNs())
                    .filter(ns -> ns <= 20_000_000_000L)
                    .count();
            assertThat(arrivals).isPositive().isLessThan(plan.turns());
            assertThat((long) plan.turns()).isBetween(arrivals + 3 * 5, arrivals + 3 * 5 + 4);
            assertThat(plan.maxTurnsInFlight()).isEqualTo(3);
            for (Conversation conversation : plan.conversations()) {
                assertThat(conversation.turns().size()).isBetween(2, 5);
                assertThat(conversation.turns()).noneMatch(turn -> turn.text().atHand());
            }
        }
        assertThat(rates.get(1).plan().conversations().size())
                .isGreaterThan(5 * rates.get(0).plan().conversations().size());
    }

    @Test
    void theSeedDecidesAllTexts() {
        Preparation one = prepare("sweep-rates", "4", "seed", "7").get(0);
        Preparation same = prepare("sweep-rates", "4", "seed", "7").get(0);
        Preparation other = prepare("sweep-rates", "4", "seed", "8").get(0);
        Preparation words = prepare("sweep-rates", "4", "seed", "7", "disable-random-sample", "true")
                .get(0);
        assertThat(same.plan().hash()).isEqualTo(one.plan().hash());
        assertThat(other.plan().hash()).isNotEqualTo(one.plan().hash());
        assertThat(words.plan().hash()).isNotEqualTo(one.plan().hash());
        for (int i : new int[] {0, 11, 5}) {
            Conversation conversation = one.plan().conversations().get(i);
            for (int turn = conversation.turns().size() - 1; turn >= 0; turn--) {
                String text = conversation.turns().get(turn).prompt();
                assertThat(text)
                        .isEqualTo(same.plan()
                                .conversations()
                                .get(i)
                                .turns()
                                .get(turn)
                                .prompt());
                String before = turn == 0 ? "" : "yes";
                assertThat(one.tokenizer().count(before + text)
                                - one.tokenizer().count(before))
                        .isEqualTo(conversation.turns().get(turn).promptTokens());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    SYNTHETIC_MULTITURN | duration-seconds=0;x=0 | never ends without a time
                    SYNTHETIC_MULTITURN | request-rate=inf       | needs a rate
                    SYNTHETIC_MULTITURN | enable-round-barrier=true | has no common rounds
                    SYNTHETIC_MULTITURN | order=strict           | has no order that is fixed
                    SYNTHETIC_MULTITURN | duration-seconds=1e8   | take about
                    MULTITURN           | request-rate=4         | can be made without end
                    """)
    void whatCannotBeIsRefused(SimulationKind kind, String given, String reason) {
        Properties all = properties("duration-seconds", "20");
        String[] pair = given.split(";")[0].split("=");
        all.setProperty("volley." + pair[0], pair[1]);
        if (given.contains(";")) {
            all.remove("volley.duration-seconds");
        }
        assertThatThrownBy(() -> SweepPlan.prepare(
                        PlayedSimulation.of(kind), SettingsReader.read(all, kind), PlanWithoutServer.NO_SERVER))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(reason);
    }

    private static List<Preparation> prepare(String... more) {
        SimulationKind kind = SimulationKind.SYNTHETIC_MULTITURN;
        Properties all = properties(more);
        all.setProperty("volley.duration-seconds", "20");
        return SweepPlan.prepare(
                PlayedSimulation.of(kind), SettingsReader.read(all, kind), PlanWithoutServer.NO_SERVER);
    }

    private static Properties properties(String... more) {
        Properties all = new Properties();
        all.setProperty("volley.new-sessions", "true");
        all.setProperty("volley.dry-run", "true");
        all.setProperty("volley.num-clients", "3");
        all.setProperty("volley.min-rounds", "2");
        all.setProperty("volley.max-rounds", "5");
        all.setProperty("volley.request-length", "24");
        all.setProperty("volley.output-length", "8");
        all.setProperty("volley.tokenizer", Path.of("data", "tokenizer").toString());
        for (int i = 0; i < more.length; i += 2) {
            all.setProperty("volley." + more[i], more[i + 1]);
        }
        return all;
    }
}
