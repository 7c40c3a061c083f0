package volley.dataset;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;

/**
 * One line of a Mooncake trace.
 *
 * @param timestampMs when it came, in ms since the trace's start
 * @param inputTokens length of the prompt
 * @param outputTokens length of the answer
 * @param blockIds one for each {@value BlockTexts#BLOCK_TOKENS} tokens of the prompt, the last one for what is left;
 *     requests with the same ids at the beginning have the same tokens there
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@SuppressWarnings("ArrayRecordComponent") // hundreds of ids for each of thousands of requests; never compared
record TraceRequest(
        @JsonProperty(value = "timestamp", required = true) double timestampMs,
        @JsonProperty(value = "input_length", required = true) int inputTokens,
        @JsonProperty(value = "output_length", required = true) int outputTokens,
        @JsonProperty(value = "hash_ids", required = true) int[] blockIds) {

    /** What is wrong with it, or null. */
    String defect() {
        if (!(timestampMs >= 0)) {
            return "has no \"timestamp\" from 0 up";
        }
        if (inputTokens < 1 || outputTokens < 1) {
            return "has an \"input_length\" or \"output_length\" below 1";
        }
        int blocks = (inputTokens + BlockTexts.BLOCK_TOKENS - 1) / BlockTexts.BLOCK_TOKENS;
        if (blockIds == null || blockIds.length != blocks) {
            return "needs " + blocks + " \"hash_ids\" for its input_length of " + inputTokens + " tokens";
        }
        return null;
    }

    /** The prompt: as many whole blocks as fit, and the beginning of one more. */
    PromptText prompt(BlockTexts blocks) {
        return new PromptText() {
            @Override
            public String text() {
                StringBuilder text = new StringBuilder(inputTokens * 7);
                for (int i = 0; i < blockIds.length; i++) {
                    int left = inputTokens - i * BlockTexts.BLOCK_TOKENS;
                    blocks.append(text, blockIds[i], Math.min(left, BlockTexts.BLOCK_TOKENS));
                }
                return text.toString();
            }

            @Override
            public String identity() {
                return blocks.identity() + " " + inputTokens + " " + Arrays.toString(blockIds);
            }

            @Override
            public boolean atHand() {
                return false;
            }
        };
    }
}
