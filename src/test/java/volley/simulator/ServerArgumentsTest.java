package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.SimulatedEngine;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedEngine.HicacheWritePolicy;
import volley.config.SimulatedEngine.SchedulePolicyName;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.engine.PrefetchPolicy;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.StorageBackend;
import volley.simulator.engine.StorageTierConfig;
import volley.simulator.engine.WritePolicy;

class ServerArgumentsTest {
    @Test
    void sglangsFlagsMakeItsEngine() {
        ServerArguments arguments =
                parse("--port=30000 --schedule-policy lpm --enable-hierarchical-cache --hicache-ratio 3"
                        + " --hicache-write-policy write_through_selective --page-size 64 --max-running-requests 32"
                        + " --context-length 4096 --max-queued-requests 7 --max-total-tokens 64000 --speedup 4");

        EngineConfig config = Engines.config(arguments.engine());
        assertThat(config.scheduler().policy()).isEqualTo(SchedulePolicy.LPM);
        assertThat(config.scheduler().maxRunningRequests()).isEqualTo(32);
        assertThat(config.contextTokens()).isEqualTo(4096);
        assertThat(config.cache().pageSizeTokens()).isEqualTo(64);
        assertThat(config.cache().deviceCapacityTokens()).isEqualTo(64_000);
        assertThat(config.cache().hostTier()).contains(HostTierConfig.of(192_000, WritePolicy.WRITE_THROUGH_SELECTIVE));
        assertThat(arguments.engine().maxQueuedRequests()).isEqualTo(OptionalInt.of(7));
        assertThat(arguments.engine().speedup()).isEqualTo(4);
    }

    @Test
    void storageIsATierBehindTheHosts() {
        ServerArguments arguments = parse("--enable-hierarchical-cache --hicache-storage-backend mooncake"
                + " --hicache-storage-prefetch-policy wait_complete --prefetch-threshold 512"
                + " --hicache-storage-tokens 5000 --hicache-storage-gb-per-second 19.6608");

        StorageTierConfig storage = storage(arguments);
        assertThat(storage)
                .isEqualTo(new StorageTierConfig(
                        StorageBackend.MOONCAKE,
                        5000,
                        100_000,
                        StorageBackend.MOONCAKE.batchLatencyNs(),
                        PrefetchPolicy.WAIT_COMPLETE,
                        512,
                        Duration.ofSeconds(1),
                        Duration.ofMillis(250)));
        assertThat(arguments.shown())
                .containsEntry("hicache_storage_backend", "mooncake")
                .containsEntry("hicache_storage_prefetch_policy", "wait_complete");
        assertThat(parse("--enable-hierarchical-cache").shown()).doesNotContainKey("hicache_storage_backend");

        StorageTierConfig file = storage(parse("--enable-hierarchical-cache --hicache-storage-backend=FILE"));
        assertThat(file.policy()).isEqualTo(PrefetchPolicy.TIMEOUT);
        assertThat(file.thresholdTokens()).isEqualTo(256);
        assertThat(file.tokensPerSecond()).as("7 GB/s of 196,608 bytes").isCloseTo(35_603.8, within(0.1));
    }

    private static StorageTierConfig storage(ServerArguments arguments) {
        return Engines.config(arguments.engine())
                .cache()
                .hostTier()
                .flatMap(HostTierConfig::storage)
                .orElseThrow();
    }

    @Test
    void theRestIsTheReferences() {
        ServerArguments arguments = parse("--backend vllm --inter-token-ms=2.5 --enable-prompt-tokens-details");

        assertThat(arguments.backend).isEqualTo(Backend.VLLM);
        assertThat(arguments.port()).isEqualTo(8000);
        assertThat(arguments.host).isEqualTo("127.0.0.1");
        assertThat(arguments.cacheReport).isTrue();
        assertThat(parse("").cacheReport).as("as SGLang: only when asked for").isFalse();
        assertThat(arguments.streamInterval).isEqualTo(1);
        assertThat(arguments.timing()).isEqualTo(new SimulatedTiming(5, 20_000, 2.5, 1_000_000));
        SimulatedEngine engine = arguments.engine();
        assertThat(engine.kind()).isEqualTo(EngineKind.ROOFLINE);
        assertThat(engine.schedulePolicy()).isEqualTo(SchedulePolicyName.FCFS);
        assertThat(engine.hicacheWritePolicy()).isEqualTo(HicacheWritePolicy.WRITE_THROUGH);
        assertThat(Engines.config(engine).cache().deviceCapacityTokens()).isEqualTo(225_021);
        assertThat(Engines.config(parse("--disable-radix-cache").engine())
                        .cache()
                        .prefixCache())
                .isFalse();
    }

    @Test
    void theLastOneWins() {
        assertThat(parse("--port 1 --port 2").port()).isEqualTo(2);
        assertThat(parse("--engine fixed-rate").engine().kind()).isEqualTo(EngineKind.FIXED_RATE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "--prot=1, Unknown option: '--prot=1'",
                "--port, Missing required parameter",
                "--port=abc, 'abc' is not an int",
                "--port=70000, port is 70000",
                "--backend=tgi, 'tgi'",
                "--inter-token-ms=-1, inter-token-ms is -1.0",
                "--prefill-tokens-per-second=0, prefill-tokens-per-second is 0.0",
                "--cache-tokens=-5, cache-tokens is -5.0",
                "--model-preset=gpt-9, model-preset is gpt-9",
                "--page-size=0, page-size is 0.0",
                "--stream-interval=0, stream-interval is 0",
                "--hicache-storage-backend=file, add --enable-hierarchical-cache",
                "--enable-hierarchical-cache --hicache-storage-backend=tape, 'tape'",
                "--enable-hierarchical-cache --hicache-storage-backend=file --prefetch-threshold=0, prefetch-threshold is 0",
                "--disable-radix-cache --enable-hierarchical-cache, contradicts"
            })
    void aBadOptionIsOneClearLine(String line, String said) {
        assertThatThrownBy(() -> {
                    ServerArguments arguments = parse(line);
                    arguments.timing();
                    Engines.config(arguments.engine());
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(said)
                .hasMessageContaining(";")
                .message()
                .doesNotContain("\n");
    }

    private static ServerArguments parse(String line) {
        return ServerArguments.parse(line.isEmpty() ? List.of() : List.of(line.split(" ")));
    }
}
