package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsersInTurnTest {
    private static final long MS = 1_000_000;

    private final List<Long> startedInMs = new ArrayList<>();

    @Test
    void aStageBeginsWhenTheLastUserOfTheOneBeforeHasEnded() {
        UsersInTurn users = new UsersInTurn(List.of(new long[1], new long[] {0, 500 * MS, 1500 * MS, 4000 * MS}));
        assertThat(users.users()).isEqualTo(5);

        assertThat(started(users, 10_000)).containsExactly(0L);
        assertThat(started(users, 11_000)).as("the only one of its stage").isEmpty();
        assertThat(users.allStarted()).isFalse();
        assertThat(users.end()).isTrue();
        assertThat(users.stage()).isEqualTo(1);

        assertThat(started(users, 13_000)).containsExactly(0L, 500L, 1500L);
        assertThat(started(users, 14_000)).isEmpty();
        for (int user = 0; user < 3; user++) {
            assertThat(users.end()).isFalse();
        }
        assertThat(users.allStarted()).isFalse();
        assertThat(started(users, 16_500)).as("3.5 s after the stage began").containsExactly(500L);
        assertThat(users.allStarted()).isTrue();
        assertThat(users.end()).as("nothing follows").isFalse();
        assertThat(users.stage()).isEqualTo(1);
    }

    @Test
    void whoIsLateStartsAtOnce() {
        UsersInTurn users = new UsersInTurn(List.of(new long[] {0, 3000 * MS}));
        started(users, 1000);
        assertThat(started(users, 9000)).containsExactly(0L);
    }

    private List<Long> started(UsersInTurn users, long nowMs) {
        startedInMs.clear();
        users.start(nowMs, 2000, startedInMs::add);
        return List.copyOf(startedInMs);
    }
}
