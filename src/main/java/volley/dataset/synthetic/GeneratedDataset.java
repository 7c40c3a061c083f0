package volley.dataset.synthetic;

import java.util.List;
import java.util.Map;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.FilterCounts;

/** A dataset made here, and how exact its lengths are. */
public record GeneratedDataset(Dataset dataset, LengthReport lengths) {
    static GeneratedDataset of(List<Conversation> conversations, LengthReport.Tally lengths) {
        return new GeneratedDataset(
                new Dataset(conversations, new FilterCounts(Map.of()), conversations.size()), lengths.report());
    }
}
