package volley.report.folder;

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
        OptionalDouble randomRangeRatio) {

    /** Names each parameter; one that is not given does not apply. */
    public static Builder builder() {
        return new Builder();
    }

    /** Parameters by name. */
    public static final class Builder {
        private String backend;
        private String datasetName;
        private int numPrompts;
        private double requestRate;
        private OptionalInt maxConcurrency = OptionalInt.empty();
        private OptionalInt fixedOutputTokens = OptionalInt.empty();
        private OptionalInt randomInputTokens = OptionalInt.empty();
        private OptionalInt randomOutputTokens = OptionalInt.empty();
        private OptionalDouble randomRangeRatio = OptionalDouble.empty();

        private Builder() {}

        public Builder backend(String value) {
            backend = value;
            return this;
        }

        public Builder datasetName(String value) {
            datasetName = value;
            return this;
        }

        public Builder numPrompts(int value) {
            numPrompts = value;
            return this;
        }

        public Builder requestRate(double value) {
            requestRate = value;
            return this;
        }

        public Builder maxConcurrency(OptionalInt value) {
            maxConcurrency = value;
            return this;
        }

        public Builder fixedOutputTokens(OptionalInt value) {
            fixedOutputTokens = value;
            return this;
        }

        public Builder randomInputTokens(OptionalInt value) {
            randomInputTokens = value;
            return this;
        }

        public Builder randomOutputTokens(OptionalInt value) {
            randomOutputTokens = value;
            return this;
        }

        public Builder randomRangeRatio(OptionalDouble value) {
            randomRangeRatio = value;
            return this;
        }

        public UpstreamParameters build() {
            return new UpstreamParameters(
                    backend,
                    datasetName,
                    numPrompts,
                    requestRate,
                    maxConcurrency,
                    fixedOutputTokens,
                    randomInputTokens,
                    randomOutputTokens,
                    randomRangeRatio);
        }
    }
}
