package volley.dataset.synthetic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.FilterCounts;
import volley.dataset.RequestGraph;

/** A dataset made here, and how exact its lengths are. */
public record GeneratedDataset(Dataset dataset, LengthReport lengths) {
    /** The same, in which some wait for others. */
    GeneratedDataset ordered(RequestGraph graph) {
        return new GeneratedDataset(
                new Dataset(
                        dataset.conversations(),
                        dataset.filtered(),
                        dataset.recordsRead(),
                        Optional.empty(),
                        Optional.of(graph).filter(RequestGraph::hasOrder)),
                lengths);
    }

    static GeneratedDataset of(List<Conversation> conversations, LengthReport.Tally lengths) {
        return new GeneratedDataset(
                new Dataset(conversations, new FilterCounts(Map.of()), conversations.size()), lengths.report());
    }
}
