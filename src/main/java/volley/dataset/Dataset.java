package volley.dataset;

import java.util.List;
import java.util.Optional;

/**
 * What was taken from a dataset file.
 *
 * @param conversations in the order to be played, with ids unique among them
 * @param filtered what was dropped or cut. Structural reasons count over every record read; token reasons only over the
 *     candidates that were tokenized, since tokenizing the whole file would take longer than the run
 * @param recordsRead records looked at: the whole file for a sample, fewer in file order. A LooGLE row is a record
 * @param arrivalsNs when each conversation's only turn comes, ns since the first, never falling: traces have that;
 *     chats, whose arrivals are the plan's, do not
 * @param graph which conversations wait for which: traces of sessions have that, and workloads whose prompts build on others
 */
public record Dataset(
        List<Conversation> conversations,
        FilterCounts filtered,
        long recordsRead,
        Optional<long[]> arrivalsNs,
        Optional<RequestGraph> graph) {
    public Dataset {
        conversations = List.copyOf(conversations);
    }

    /** Without arrival times of its own. */
    public Dataset(List<Conversation> conversations, FilterCounts filtered, long recordsRead) {
        this(conversations, filtered, recordsRead, Optional.empty(), Optional.empty());
    }

    /** The same of others in their place. */
    public Dataset with(List<Conversation> others) {
        return new Dataset(others, filtered, recordsRead, arrivalsNs, graph);
    }
}
