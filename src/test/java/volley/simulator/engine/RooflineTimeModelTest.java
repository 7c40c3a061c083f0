package volley.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RooflineTimeModelTest {
    private static final RooflineTimeModel MODEL = new RooflineTimeModel(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G);

    /**
     * Qwen's published speeds of Qwen2.5-14B (bf16, A100 80 GB, batch 1): tokens per second while 2048 tokens follow the
     * input. The context is that at half of them.
     */
    @ParameterizedTest
    @CsvSource({"1, 46.3, 45.8", "6144, 43.8, 44.1", "14336, 41.9, 41.9", "30720, 37.2, 38.2"})
    void decodesAtThePublishedSpeed(int inputTokens, double published, double modelled) {
        double tokensPerSecond = 1e9 / MODEL.decodeNs(1, inputTokens + 1024);
        assertThat(tokensPerSecond).isCloseTo(modelled, within(0.1));
        assertThat(tokensPerSecond / published).isCloseTo(1, within(0.03));
    }

    /** The formula with numbers put in by hand, for 8192 new tokens without a prefix. */
    @Test
    void prefillOfOneChunk() {
        double matmul = 2 * 13.21e9 * 8192 / (312e12 * 0.62);
        double weights = 2 * 13.989e9 / (2.039e12 * 0.68);
        double attention = 4.0 * 48 * 5120 * (8192.0 * 8192 / 2) / (312e12 * 0.45);
        double seconds = 0.004 + Math.sqrt(matmul * matmul + weights * weights) + attention;
        assertThat(MODEL.prefillNs(8192, 8192.0 * 8192 / 2, 0) / 1e9).isCloseTo(seconds, within(1e-6));
    }

    @Test
    void loadingShowsOneLayerOfTheShorterPart() {
        long computeNs = MODEL.prefillNs(1000, 0, 0) - 4_000_000;
        long shortLoad = Math.round(100.0 * 196_608 / 22e9 * 1e9);
        long longLoad = Math.round(20_000.0 * 196_608 / 22e9 * 1e9);
        assertThat(MODEL.prefillNs(1000, 0, 100)).isCloseTo(4_000_000 + computeNs + shortLoad / 48, within(2L));
        assertThat(MODEL.prefillNs(1000, 0, 20_000)).isCloseTo(4_000_000 + longLoad + computeNs / 48, within(2L));
    }

    @Test
    void capacityIsWhatTheWeightsAndTheReserveLeave() {
        // 80e9 bytes, 30e9 of weights, an eighth reserved: 40e9 bytes of 200,000 each.
        assertThat(ModelPreset.capacityTokens(50e9, 80e9, 0.875, 200_000)).isEqualTo(200_000);
    }
}
