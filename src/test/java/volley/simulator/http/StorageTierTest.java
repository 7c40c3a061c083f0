package volley.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import volley.client.ApiKey;
import volley.client.ServerControl;
import volley.config.Backend;
import volley.simulator.EngineModel;
import volley.simulator.WordTokenizer;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.PrefetchPolicy;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.StorageBackend;
import volley.simulator.engine.StorageTierConfig;
import volley.simulator.engine.WritePolicy;

/** A storage behind the host's memory, over HTTP: it outlives a flush, and has a route of its own. */
class StorageTierTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONG = "alpha beta gamma delta ".repeat(12).strip();
    private static final String CLEAR = "/hicache/storage-backend/clear";

    @Test
    void aFlushLeavesTheStorageAndItsOwnRouteEmptiesIt() throws Exception {
        try (SimulatedServer server = server(true)) {
            assertThat(details(server).isNull()).as("nothing was cached").isTrue();
            JsonNode again = details(server);
            assertThat(again.path("device").asInt()).isGreaterThanOrEqualTo(40);
            assertThat(again.path("storage").asInt(-1)).isZero();
            assertThat(again.path("storage_backend").asText()).isEqualTo("MooncakeStore");

            assertThat(Servers.post(server, "/flush_cache", "").statusCode()).isEqualTo(200);
            JsonNode afterFlush = details(server);
            assertThat(afterFlush.path("storage").asInt()).isGreaterThanOrEqualTo(40);
            assertThat(afterFlush.path("device").asInt(-1)).isZero();
            assertThat(afterFlush.path("host").asInt(-1)).isZero();

            assertThat(Servers.post(server, "/flush_cache", "").statusCode()).isEqualTo(200);
            assertThat(Servers.post(server, CLEAR, "").statusCode()).isEqualTo(200);
            assertThat(details(server).isNull()).as("nothing is left").isTrue();
        }
    }

    @Test
    void whoHasNoStorageSaysItWasNotDone() {
        try (SimulatedServer server = server(false)) {
            assertThat(Servers.post(server, CLEAR, "").statusCode()).isEqualTo(400);
            assertThat(Servers.get(server, CLEAR).statusCode()).isEqualTo(405);
        }
    }

    @Test
    void theClientClearsItBecauseTheServerTellsOfIt() throws Exception {
        try (SimulatedServer server = server(true)) {
            details(server);
            ServerControl control = new ServerControl(
                    Backend.SGLANG, URI.create(server.baseUrl()), ApiKey.NONE, Duration.ofSeconds(30));
            assertThat(control.flushCache(Duration.ZERO).isDone()).isTrue();
            assertThat(control.clearStorage().isDone()).isTrue();
            assertThat(details(server).isNull()).isTrue();
        }
    }

    private static JsonNode details(SimulatedServer server) throws JsonProcessingException {
        String body = "{\"text\":\"" + LONG + "\",\"sampling_params\":{\"max_new_tokens\":3,\"ignore_eos\":true}}";
        return JSON.readTree(Servers.post(server, "/generate", body).body()).at("/meta_info/cached_tokens_details");
    }

    private static SimulatedServer server(boolean withStorage) {
        HostTierConfig host = HostTierConfig.of(1000, WritePolicy.WRITE_THROUGH);
        StorageTierConfig storage = new StorageTierConfig(
                StorageBackend.MOONCAKE,
                10_000,
                1e12,
                0,
                PrefetchPolicy.WAIT_COMPLETE,
                16,
                Duration.ZERO,
                Duration.ZERO);
        EngineConfig config = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS)
                .withCache(CacheConfig.radix(200).withHostTier(withStorage ? host.withStorage(storage) : host));
        return SimulatedServer.with(new EngineModel(config, 1e5, OptionalInt.empty()), new WordTokenizer())
                .arguments(withStorage ? Map.of("hicache_storage_backend", "mooncake") : Map.of())
                .start();
    }
}
