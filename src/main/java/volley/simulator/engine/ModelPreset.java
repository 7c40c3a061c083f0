package volley.simulator.engine;

import java.util.List;

/**
 * What of a language model decides its speed and its memory.
 *
 * @param layers transformer layers (L)
 * @param width hidden size (d)
 * @param layerParameters parameters of all layers together (P)
 * @param headParameters parameters of the output head (Ph)
 * @param kvBytesPerToken keys and values of one token in all layers
 * @param deviceCapacityTokens tokens of KV cache beside the weights on one 80 GB GPU; see {@link #capacityTokens}
 * @param contextTokens longest prompt and answer together
 */
public record ModelPreset(
        String name,
        int layers,
        int width,
        double layerParameters,
        double headParameters,
        long kvBytesPerToken,
        long deviceCapacityTokens,
        int contextTokens) {
    /**
     * Qwen2.5-14B in bf16. Its published configuration: 48 layers of width 5120, 8 key-value heads of 128, vocabulary
     * 152,064, context 32,768 without rope scaling; hence 13.21e9 parameters without embedding and head, a head of
     * 152,064 x 5120 = 0.779e9, and 2 x 48 x 8 x 128 x 2 bytes = 196,608 of KV cache a token. Capacity: SGLang's rule
     * at its default mem-fraction 0.875 on 80 GB.
     */
    public static final ModelPreset QWEN2_5_14B =
            new ModelPreset("qwen2.5-14b", 48, 5120, 13.21e9, 0.779e9, 196_608, 225_021, 32_768);

    /**
     * SGLang's rule for the KV cache's size: what is free after loading the weights, less the share of the whole memory
     * that is left to activations.
     *
     * @param freeBytes device memory free after the weights were loaded
     * @param totalBytes device memory free before
     * @param memFraction share for weights and KV cache, such as 0.875
     */
    public static long capacityTokens(double freeBytes, double totalBytes, double memFraction, long kvBytesPerToken) {
        return (long) ((freeBytes - totalBytes * (1 - memFraction)) / kvBytesPerToken);
    }

    /** The presets by name. */
    public static List<ModelPreset> all() {
        return List.of(QWEN2_5_14B);
    }

    public ModelPreset withDeviceCapacityTokens(long tokens) {
        return new ModelPreset(
                name, layers, width, layerParameters, headParameters, kvBytesPerToken, tokens, contextTokens);
    }
}
