package volley.simulator.engine;

import java.util.List;

/**
 * What of a GPU and the server on it decides the speed.
 *
 * @param flopsPerSecond peak of dense bf16 matrix products (F)
 * @param matmulEfficiency share of it that matrix products reach (μ)
 * @param memoryBytesPerSecond peak memory bandwidth (BW)
 * @param memoryEfficiency share of it that reading weights and KV cache reaches (β)
 * @param attentionEfficiency share of {@code flopsPerSecond} that prefill attention reaches (α)
 * @param hostToDeviceBytesPerSecond sustained copy from the host (H2D)
 * @param prefillOverheadNs fixed part of a prefill step (t0p)
 * @param decodeOverheadNs fixed part of a decode step (t0d)
 * @param frontEndNs from a request's arrival to its place in the queue
 */
public record GpuPreset(
        String name,
        double flopsPerSecond,
        double matmulEfficiency,
        double memoryBytesPerSecond,
        double memoryEfficiency,
        double attentionEfficiency,
        double hostToDeviceBytesPerSecond,
        long prefillOverheadNs,
        long decodeOverheadNs,
        long frontEndNs) {
    /** Assumed, not measured: α, t0p, t0d and the front end. */
    private static final double ATTENTION_EFFICIENCY = 0.45;

    private static final long PREFILL_OVERHEAD_NS = 4_000_000;
    private static final long DECODE_OVERHEAD_NS = 1_500_000;
    private static final long FRONT_END_NS = 5_000_000;

    /**
     * A100 SXM 80 GB. Peaks: NVIDIA's data sheet (312 TFLOP/s bf16, 2,039 GB/s). μ and β: fitted to the profiles in
     * microsoft/vidur. H2D: what PCIe 4.0 x16 sustains of its 32 GB/s.
     */
    public static final GpuPreset A100_80G = builder()
            .name("a100-80g")
            .flopsPerSecond(312e12)
            .matmulEfficiency(0.62)
            .memoryBytesPerSecond(2.039e12)
            .memoryEfficiency(0.68)
            .hostToDeviceBytesPerSecond(22e9)
            .build();

    /**
     * H100 SXM 80 GB. Peaks: NVIDIA's data sheet (989 TFLOP/s bf16 dense, 3.35 TB/s). μ and β: fitted to the profiles in
     * microsoft/vidur; 7 to 15 % faster than vLLM's published figures at inputs from 2000 tokens on. H2D: what PCIe 5.0
     * x16 sustains of its 64 GB/s.
     */
    public static final GpuPreset H100_80G = builder()
            .name("h100-80g")
            .flopsPerSecond(989e12)
            .matmulEfficiency(0.38)
            .memoryBytesPerSecond(3.35e12)
            .memoryEfficiency(0.70)
            .hostToDeviceBytesPerSecond(50e9)
            .build();

    /** The presets by name. */
    public static List<GpuPreset> all() {
        return List.of(A100_80G, H100_80G);
    }

    private static Builder builder() {
        return new Builder();
    }

    /** Parts by name; what is assumed is the same of every GPU. */
    private static final class Builder {
        private String name;
        private double flopsPerSecond;
        private double matmulEfficiency;
        private double memoryBytesPerSecond;
        private double memoryEfficiency;
        private double hostToDeviceBytesPerSecond;

        private Builder() {}

        Builder name(String value) {
            name = value;
            return this;
        }

        Builder flopsPerSecond(double value) {
            flopsPerSecond = value;
            return this;
        }

        Builder matmulEfficiency(double value) {
            matmulEfficiency = value;
            return this;
        }

        Builder memoryBytesPerSecond(double value) {
            memoryBytesPerSecond = value;
            return this;
        }

        Builder memoryEfficiency(double value) {
            memoryEfficiency = value;
            return this;
        }

        Builder hostToDeviceBytesPerSecond(double value) {
            hostToDeviceBytesPerSecond = value;
            return this;
        }

        GpuPreset build() {
            return new GpuPreset(
                    name,
                    flopsPerSecond,
                    matmulEfficiency,
                    memoryBytesPerSecond,
                    memoryEfficiency,
                    ATTENTION_EFFICIENCY,
                    hostToDeviceBytesPerSecond,
                    PREFILL_OVERHEAD_NS,
                    DECODE_OVERHEAD_NS,
                    FRONT_END_NS);
        }
    }
}
