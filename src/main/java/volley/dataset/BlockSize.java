package volley.dataset;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** How many tokens a block of a trace has, from the lengths of prompts and of their lists of blocks. */
final class BlockSize {
    private BlockSize() {}

    /**
     * The usual size, if it fits every request; else the power of two that alone does; empty if none or several do. A list
     * has a block for each whole block of the prompt and one more for what is left.
     *
     * @param wholeOnly whether the one for what is left may be missing
     */
    static OptionalInt of(List<TraceRequest> requests, int usualTokens, boolean wholeOnly) {
        if (fits(requests, usualTokens, wholeOnly)) {
            return OptionalInt.of(usualTokens);
        }
        int found = 0;
        for (int tokens = 1; tokens <= 1 << 16; tokens *= 2) {
            if (fits(requests, tokens, wholeOnly)) {
                if (found != 0) {
                    return OptionalInt.empty();
                }
                found = tokens;
            }
        }
        return found == 0 ? unusual(requests, wholeOnly) : OptionalInt.of(found);
    }

    /** One that is no power of two: the only multiple of 16, of 8 or of 1 that fits. */
    private static OptionalInt unusual(List<TraceRequest> requests, boolean wholeOnly) {
        int most = requests.stream()
                .filter(request -> request.blocks() != null && request.blocks().length() > 1)
                .mapToInt(TraceRequest::inputTokens)
                .min()
                .orElse(0);
        for (int step : new int[] {16, 8, 1}) {
            int[] fitting = IntStream.iterate(step, tokens -> tokens <= most, tokens -> tokens + step)
                    .filter(tokens -> fits(requests, tokens, wholeOnly))
                    .limit(2)
                    .toArray();
            if (fitting.length > 0) {
                return fitting.length == 1 ? OptionalInt.of(fitting[0]) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private static boolean fits(List<TraceRequest> requests, int tokens, boolean wholeOnly) {
        return requests.stream().allMatch(request -> fits(request, tokens, wholeOnly));
    }

    static boolean fits(TraceRequest request, int blockTokens, boolean wholeOnly) {
        if (request.blocks() == null) {
            return true;
        }
        int whole = request.inputTokens() / blockTokens;
        int blocks = request.blocks().length();
        boolean rest = request.inputTokens() % blockTokens > 0;
        return (blocks == whole && (wholeOnly || !rest)) || (blocks == whole + 1 && rest);
    }
}
