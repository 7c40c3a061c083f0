package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import volley.network.Route;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

class ServerDateTest {
    @Test
    void theDateOfAnAnswerIsTheServersSecond() {
        AtomicLong seconds = new AtomicLong();
        try (SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                        .dates(true)
                        .epochSeconds(seconds::get)
                        .start();
                ServerDate date = new ServerDate(URI.create(server.baseUrl()), Route.DIRECT, ApiKey.NONE)) {
            for (Instant second :
                    List.of(Instant.parse("2026-03-07T09:08:07Z"), Instant.parse("2026-11-30T23:59:59Z"))) {
                seconds.set(second.getEpochSecond());
                assertThat(date.ask()).contains(second);
            }
        }
    }

    @Test
    void aServerMayTellNone() {
        try (SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                        .start();
                ServerDate date = new ServerDate(URI.create(server.baseUrl()), Route.DIRECT, ApiKey.NONE)) {
            assertThat(date.ask()).isEmpty();
        }
    }

    @Test
    void aServerThatIsGoneHasNone() {
        try (ServerDate date = new ServerDate(URI.create("http://127.0.0.1:1"), Route.DIRECT, ApiKey.NONE)) {
            assertThat(date.ask()).isEmpty();
        }
    }
}
