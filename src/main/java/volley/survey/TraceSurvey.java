package volley.survey;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import volley.dataset.TraceFile;
import volley.dataset.TraceRequest;
import volley.prefix.MissRatioCurve;
import volley.prefix.UnlimitedCache;

/**
 * What a trace is, and what a prefix cache could give on it: every request looks up its blocks in order until one is not
 * there, then uses them all. Output, time and batching are left out.
 *
 * @param requests how many
 * @param withoutAnswer how many of them had no answer
 * @param sessions conversations that are told; 0: none are
 * @param mostTurns requests of the longest one
 * @param blocks of all prompts
 * @param differentBlocks those of different ids
 * @param sharedBlocks different ids that more than one request has
 * @param hitTokens tokens of blocks that a cache without limit would have had
 * @param hits blocks that an LRU cache of any size, in blocks, would have had
 */
public record TraceSurvey(
        TraceFile trace,
        int requests,
        int withoutAnswer,
        int sessions,
        int mostTurns,
        double seconds,
        long inputTokens,
        long outputTokens,
        long blocks,
        int differentBlocks,
        int sharedBlocks,
        long hitTokens,
        MissRatioCurve hits) {
    private static final double MS_PER_SECOND = 1e3;

    /** Looks through the trace, in order of time. */
    public static TraceSurvey of(TraceFile trace) {
        BitSet seen = new BitSet();
        BitSet shared = new BitSet();
        Map<String, Integer> turns = new HashMap<>();
        MissRatioCurve.Builder hits = new MissRatioCurve.Builder();
        int withoutAnswer = 0;
        long inputTokens = 0;
        long outputTokens = 0;
        long blocks = 0;
        long hitTokens = 0;
        try (UnlimitedCache cache = new UnlimitedCache()) {
            for (TraceRequest request : trace.requests()) {
                inputTokens += request.inputTokens();
                outputTokens += request.outputTokens();
                withoutAnswer += request.outputTokens() == 0 ? 1 : 0;
                if (request.session() != null) {
                    turns.merge(request.session(), 1, Integer::sum);
                }
                if (request.blocks() == null) {
                    continue;
                }
                int[] path = request.blocks().numbers();
                count(path, seen, shared);
                blocks += path.length;
                hits.request(path.length);
                long[] hitBlocks = new long[1];
                cache.use(path, path.length, path.length, 0, (from, length, usedSince, available, lastUse) -> {
                    hitBlocks[0] += length;
                    hits.run(usedSince, length);
                });
                hitTokens += Math.min(hitBlocks[0] * trace.blockTokens(), request.inputTokens());
            }
        }
        int last = trace.requests().size() - 1;
        return new TraceSurvey(
                trace,
                trace.requests().size(),
                withoutAnswer,
                turns.size(),
                turns.values().stream().mapToInt(Integer::intValue).max().orElse(0),
                (trace.requests().get(last).timeMs() - trace.requests().get(0).timeMs()) / MS_PER_SECOND,
                inputTokens,
                outputTokens,
                blocks,
                trace.blocks().size(),
                shared.cardinality(),
                hitTokens,
                hits.build());
    }

    private static void count(int[] path, BitSet seen, BitSet shared) {
        for (int block : path) {
            if (seen.get(block)) {
                shared.set(block);
            }
        }
        for (int block : path) {
            seen.set(block);
        }
    }
}
