package volley.dataset;

import java.util.List;

/**
 * What was taken from a dataset file.
 *
 * @param conversations in the order to be played, with ids unique among them
 * @param filtered what was dropped or cut. Structural reasons count over every record read; token reasons only over the
 *     candidates that were tokenized, since tokenizing the whole file would take longer than the run
 * @param recordsRead records looked at: the whole file for a sample, fewer in file order. A LooGLE row is a record
 */
public record Dataset(List<Conversation> conversations, FilterCounts filtered, long recordsRead) {
    public Dataset {
        conversations = List.copyOf(conversations);
    }
}
