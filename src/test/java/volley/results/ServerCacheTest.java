package volley.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import volley.client.ApiKey;
import volley.config.Backend;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.hub.Hub;
import volley.prepare.Target;
import volley.report.lens.CacheSize;
import volley.simulator.EngineModel;
import volley.simulator.Engines;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** The cache's size that the lens goes by, of a server elsewhere and of the simulated one. */
class ServerCacheTest {
    private static final String[] ENGINE = {
        "simulated.engine", "roofline",
        "simulated.max-total-tokens", "10000",
        "simulated.page-size", "16",
        "simulated.enable-hierarchical-cache", "true",
        "simulated.hicache-ratio", "3"
    };

    @Test
    void aServerElsewhereTells() {
        assertThat(told(Map.of("page_size", 16, "enable_hierarchical_cache", true, "hicache_ratio", 3.0)))
                .isEqualTo(size(16, 10_000, OptionalLong.of(30_000)));
        assertThat(told(Map.of("page_size", 1))).isEqualTo(size(1, 10_000, OptionalLong.empty()));
        assertThat(told(Map.of("page_size", 16, "disable_radix_cache", true)))
                .as("memory, but no prefix in it")
                .isEqualTo(size(16, 0, OptionalLong.empty()));
    }

    @Test
    void whatTheUserSaysGoesFirst() {
        assertThat(told(Map.of("page_size", 16), "lens.gpu-tokens", "77", "lens.page-size", "4"))
                .isEqualTo(size(4, 77, OptionalLong.empty()));
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void theServerInThisProcessIsKnownUnderEverySurface(Backend backend) {
        Settings settings = settings(ENGINE, "backend", backend.id());
        try (Tokenizer tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());
                Target server = Target.simulated(settings, tokenizer)) {
            assertThat(ServerCache.size(settings, Optional.of(server)))
                    .isEqualTo(size(16, 10_000, OptionalLong.of(30_000)));
        }
    }

    @ParameterizedTest
    @CsvSource({"VLLM, 16, true", "LMDEPLOY, 64, true", "LLAMACPP, 1, false", "OPENAI, 1, false"})
    void whoTellsNothingHasThePageOfItsKindIfThatIsKnown(Backend backend, int page, boolean known) {
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(SimulatedTiming.instant()), new WordTokenizer())
                .backend(backend)
                .start()) {
            Settings settings = settings(new String[] {"backend", backend.id()});
            Target elsewhere = Target.running(settings.server(), URI.create(server.baseUrl()), ApiKey.NONE);
            assertThat(ServerCache.size(settings, Optional.of(elsewhere)))
                    .isEqualTo(new CacheSize(page, known, OptionalLong.empty(), OptionalLong.empty()));
        }
    }

    @Test
    void virtualTimeHasTheEnginesSize() {
        assertThat(ServerCache.size(settings(ENGINE, "simulate", "true"), Optional.empty()))
                .isEqualTo(size(16, 10_000, OptionalLong.of(30_000)));
        assertThat(ServerCache.size(
                        settings(new String[] {"simulate", "true"}, "simulated.disable-radix-cache", "true"),
                        Optional.empty()))
                .isEqualTo(size(1, 0, OptionalLong.empty()));
        assertThat(ServerCache.size(
                        settings(new String[] {"simulated.cache-tokens", "500"}, "backend", "vllm"), Optional.empty()))
                .as("the fixed-rate engine")
                .isEqualTo(size(1, 500, OptionalLong.empty()));
    }

    private static CacheSize told(Map<String, ?> arguments, String... more) {
        Settings settings = settings(ENGINE, more);
        EngineModel engine = new EngineModel(Engines.config(settings.simulated().engine()), 1, OptionalInt.empty());
        try (SimulatedServer server = SimulatedServer.with(engine, new WordTokenizer())
                .arguments(arguments)
                .start()) {
            Target elsewhere = Target.running(settings.server(), URI.create(server.baseUrl()), ApiKey.NONE);
            return ServerCache.size(settings, Optional.of(elsewhere));
        }
    }

    private static CacheSize size(int page, long gpu, OptionalLong host) {
        return new CacheSize(page, OptionalLong.of(gpu), host);
    }

    private static Settings settings(String[] some, String... more) {
        Properties properties = new Properties();
        for (String[] pairs : new String[][] {some, more}) {
            for (int k = 0; k < pairs.length; k += 2) {
                properties.setProperty("volley." + pairs[k], pairs[k + 1]);
            }
        }
        return SettingsReader.read(properties, SimulationKind.MULTITURN);
    }
}
