package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import volley.network.Route;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

class ServerDateTest {
    @Test
    void theDateOfAnAnswerIsTheServersSecond() {
        try (SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                        .start();
                ServerDate date = new ServerDate(URI.create(server.baseUrl()), Route.DIRECT, ApiKey.NONE)) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            for (int i = 0; i < 3; i++) {
                assertThat(date.ask()).hasValueSatisfying(told -> assertThat(told).isBetween(before, Instant.now()));
            }
        }
    }

    @Test
    void aServerThatIsGoneHasNone() {
        try (ServerDate date = new ServerDate(URI.create("http://127.0.0.1:1"), Route.DIRECT, ApiKey.NONE)) {
            assertThat(date.ask()).isEmpty();
        }
    }
}
