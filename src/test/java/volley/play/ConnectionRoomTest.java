package volley.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.LoadSettings;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.plan.Plan;

class ConnectionRoomTest {
    private static final long OPEN = 100;

    private static Plan plan(int conversations, double requestsPerSecond, OptionalInt maxConcurrency) {
        List<Conversation> all = IntStream.range(0, conversations)
                .mapToObj(i -> new Conversation("c" + i, List.of(new Turn("a question", 2, 8))))
                .toList();
        LoadSettings load = LoadSettings.builder()
                .requestsPerSecond(requestsPerSecond)
                .maxConcurrency(maxConcurrency)
                .build();
        return Plan.of("multiturn", all, load, 1);
    }

    private static int most(Plan plan, long limit) {
        return ConnectionRoom.mostInFlight(plan, 1, OptionalLong.of(limit), OPEN, 2);
    }

    @Test
    void aPlanThatFitsIsLeftAlone() {
        Plan burst = plan(500, Double.POSITIVE_INFINITY, OptionalInt.empty());
        assertThat(most(burst, 1024)).isEqualTo(Integer.MAX_VALUE);
        assertThat(ConnectionRoom.mostInFlight(burst, 1, OptionalLong.empty(), 0, 2))
                .isEqualTo(Integer.MAX_VALUE);
        Plan limited = plan(500, Double.POSITIVE_INFINITY, OptionalInt.of(10));
        assertThat(most(limited, 256)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aBurstThatDoesNotFitIsRefusedWithWhatWouldFit() {
        Plan burst = plan(500, Double.POSITIVE_INFINITY, OptionalInt.empty());
        assertThatThrownBy(() -> most(burst, 256))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("up to 500 requests at once")
                .hasMessageContaining("may have 256")
                .hasMessageContaining("ulimit -n")
                .hasMessageContaining("-Dvolley.max-concurrency=116");
        Plan fitting = plan(500, Double.POSITIVE_INFINITY, OptionalInt.of(116));
        assertThat(most(fitting, 256)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aServerInTheProcessHasTheOtherEndOfEachConnection() {
        Plan burst = plan(100, Double.POSITIVE_INFINITY, OptionalInt.empty());
        assertThat(most(burst, 256)).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> ConnectionRoom.mostInFlight(burst, 2, OptionalLong.of(256), OPEN, 2))
                .hasMessageContaining("-Dvolley.max-concurrency=58");
    }

    @Test
    void aRateThatMayNotNeedThemAllIsLimited() {
        Plan steady = plan(500, 10, OptionalInt.empty());
        assertThat(most(steady, 256)).isEqualTo(60);
        assertThat(most(steady, 1024)).isEqualTo(Integer.MAX_VALUE);
    }

    /** Each loop keeps the connections of its busiest moment: slots take turns at random, loops have every n-th of them. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 16})
    void poolsOfAllLoopsFit(int loops) {
        Random random = new Random(loops);
        for (int room : new int[] {72, 300, 2000}) {
            Plan steady = plan(5000, 10, OptionalInt.empty());
            int most = ConnectionRoom.mostInFlight(steady, 1, OptionalLong.of(OPEN + 40 + room), OPEN, loops);
            assertThat(most).isBetween(1, room);
            int[] inUse = new int[loops];
            int[] kept = new int[loops];
            List<Integer> flights = new ArrayList<>();
            for (int request = 0; request < 20_000; request++) {
                if (flights.size() == most) {
                    inUse[flights.remove(random.nextInt(most))]--;
                }
                int loop = random.nextInt(loops);
                flights.add(loop);
                inUse[loop]++;
                kept[loop] = Math.max(kept[loop], inUse[loop]);
            }
            assertThat(Arrays.stream(kept).sum()).as("room for %s", room).isLessThanOrEqualTo(room);
        }
    }

    @Test
    void theProcessItselfNeedsFiles() {
        ConnectionRoom.requireOwnFiles(169, OptionalLong.of(256));
        ConnectionRoom.requireOwnFiles(169, OptionalLong.empty());
        assertThatThrownBy(() -> ConnectionRoom.requireOwnFiles(169, OptionalLong.of(192)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("192 files open")
                .hasMessageContaining("169 of them for its class path")
                .hasMessageContaining("ulimit -n");
    }

    @Test
    void nothingFits() {
        Plan steady = plan(500, 10, OptionalInt.empty());
        assertThatThrownBy(() -> most(steady, 140))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("ulimit -n")
                .hasMessageNotContaining("max-concurrency");
    }
}
