package volley.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTurnTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    Path temp;

    @Test
    void theSecondWaitsForTheFirst() throws Exception {
        Path file = temp.resolve("start.lock");
        StartTurn first = StartTurn.await(file, LONG);
        CompletableFuture<StartTurn> second = CompletableFuture.supplyAsync(() -> StartTurn.await(file, LONG));

        assertThat(second).isNotDone();
        first.close();

        second.get(LONG.toSeconds(), TimeUnit.SECONDS).close();
    }

    @Test
    void whoIsHeldUpGoesOn() {
        Path file = temp.resolve("start.lock");
        try (StartTurn first = StartTurn.await(file, LONG)) {
            StartTurn.await(file, Duration.ofMillis(1)).close();
            assertThat(first).isNotNull();
        }
    }

    @Test
    void aFileThatCannotBeMadeHoldsNobodyUp() {
        StartTurn.await(temp.resolve("missing").resolve("start.lock"), LONG).close();
    }
}
