package volley.report;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The parameters that SGLang's {@code bench_serving} repeats in its result line. One that does not apply is empty.
 *
 * @param requestRate turns per second, {@link Double#POSITIVE_INFINITY} for no limit
 * @param numPrompts conversations
 */
public record UpstreamParameters(
        String backend,
        String datasetName,
        int numPrompts,
        double requestRate,
        OptionalInt maxConcurrency,
        OptionalInt fixedOutputTokens,
        OptionalInt randomInputTokens,
        OptionalInt randomOutputTokens,
        OptionalDouble randomRangeRatio) {}
