package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import volley.dataset.PromptText;

/** Texts of which no two are the same, wherever they are kept: only one at a time need be in memory. */
final class DistinctTexts {
    private final List<PromptText> texts = new ArrayList<>();
    private final Map<Integer, List<PromptText>> byHash = new HashMap<>();
    /** As that of a list of the texts as strings. */
    private int hash = 1;

    /** Adds it, unless there is one like it. */
    void add(PromptText text) {
        String said = text.text();
        List<PromptText> alike = byHash.computeIfAbsent(said.hashCode(), any -> new ArrayList<>(1));
        if (alike.stream().noneMatch(each -> each.text().equals(said))) {
            alike.add(text);
            texts.add(text);
            hash = 31 * hash + said.hashCode();
        }
    }

    /** In the order in which they were added. */
    List<PromptText> texts() {
        return texts;
    }

    /** Tells them from others. */
    String identity() {
        return texts.size() + " " + hash;
    }
}
