package volley.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import volley.client.Usage;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RunAccumulator;
import volley.metrics.TurnRecord;

class MetricsEndpointTest {
    @Test
    void theHitRateIsOfPromptsOfWhichTheServerToldTheCachedTokens() throws Exception {
        MetricsEndpoint endpoint = MetricsEndpoint.open("127.0.0.1", 0);
        accept(
                endpoint,
                new ExchangeBuilder().content(10).done(11).usage(100, 1, 40).turn());
        accept(
                endpoint,
                new ExchangeBuilder().content(10).done(11).usage(200, 1, 0).turn());
        accept(
                endpoint,
                new ExchangeBuilder()
                        .content(10)
                        .done(11)
                        .usage(300, 1, Usage.ABSENT)
                        .turn());

        URI url = URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics");
        String scraped = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString())
                .body();
        assertThat(scraped)
                .contains("volley_prompt_tokens_total 600.0")
                .contains("volley_cache_reported_prompt_tokens_total 300.0")
                .contains("volley_cached_prompt_tokens_total 40.0");
    }

    private static void accept(MetricsEndpoint endpoint, TurnRecord turn) {
        endpoint.accept(turn, new RunAccumulator(ExchangeBuilder.RUN_START_NS, null).accept(turn));
    }
}
