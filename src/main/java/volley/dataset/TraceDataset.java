package volley.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.tokenizer.PlainWords;
import volley.tokenizer.Tokenizer;

/**
 * A trace of a serving system as a dataset. Each request is a conversation of one turn with an arrival time, and those of
 * a session have a graph that says which waits for which: its prompt
 * has the history in it, as blocks that it shares with the requests before it. The trace's beginning is taken, in the
 * order of time, whatever the seed; all of it, if no number is asked for.
 */
final class TraceDataset {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Enough for blocks that have nothing in common. */
    private static final int MOST_WORDS = 2048;

    private TraceDataset() {}

    static Dataset load(DatasetRequest request, Tokenizer tokenizer) {
        TraceFile trace = TraceFile.read(request.path(), request.trace());
        FilterTally tally = new FilterTally();
        List<TraceRequest> usable = new ArrayList<>();
        int[] places = new int[trace.requests().size()];
        for (int place = 0; place < places.length; place++) {
            TraceRequest each = trace.requests().get(place);
            if (each.outputTokens() == 0 && request.fixedOutputTokens().isEmpty()) {
                tally.add(FilterReason.NO_ANSWER);
            } else {
                places[usable.size()] = place;
                usable.add(each);
            }
        }
        int wanted = request.conversations().orElse(usable.size());
        if (usable.isEmpty() || usable.size() < wanted) {
            throw new BadInputException("the trace " + trace.path() + " has " + usable.size()
                    + " requests with an answer, too few for the run; lower "
                    + GivenAs.parameter("num-prompts") + " or use a longer trace");
        }
        for (int i = wanted; i < usable.size(); i++) {
            tally.add(FilterReason.BEHIND_NUM_PROMPTS);
        }
        BlockTexts blocks =
                new BlockTexts(PlainWords.tried(tokenizer, MOST_WORDS), request.seed(), trace.blockTokens());
        double startMs = usable.get(0).timeMs();
        List<Conversation> conversations = new ArrayList<>(wanted);
        long[] arrivalsNs = new long[wanted];
        for (int i = 0; i < wanted; i++) {
            TraceRequest each = usable.get(i);
            Turn turn = new Turn(
                    new TracePrompt(blocks, each, i),
                    Optional.empty(),
                    each.inputTokens(),
                    request.fixedOutputTokens().orElse(each.outputTokens()));
            conversations.add(new Conversation("request-" + (i + 1), List.of(turn)));
            arrivalsNs[i] = Math.round((each.timeMs() - startMs) * NANOS_PER_MILLI);
        }
        RequestGraph graph = trace.graph().of(Arrays.copyOf(places, wanted));
        return new Dataset(
                conversations,
                tally.counts(),
                trace.requests().size(),
                Optional.of(arrivalsNs),
                Optional.of(graph).filter(RequestGraph::hasOrder));
    }
}
