package volley.dataset;

import java.util.List;
import java.util.OptionalInt;

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
        return found == 0 ? OptionalInt.empty() : OptionalInt.of(found);
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
