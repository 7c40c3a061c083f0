package volley.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.tokenizer.Tokenizer;

/**
 * Questions about long documents, as SGLang's {@code bench_long_context} reads them: one JSON object {@code {"contexts": {id:
 * text}, "queries": [{"context": id, "question", "reference_answer"}]}}. Each query is a request of its own, the question
 * behind its whole document, answered with as many tokens as the reference has. The file is read whole; a document is
 * kept once, however many questions it has.
 */
final class LongContextLoader {
    private final DatasetRequest request;
    private final Tokenizer tokenizer;
    private final DatasetFile file;
    private final FilterTally tally = new FilterTally();

    LongContextLoader(DatasetRequest request, Tokenizer tokenizer) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.file = DatasetFile.of(request.path());
    }

    Dataset load() {
        JsonNode read = read();
        Map<String, String> contexts = contexts(read.path("contexts"));
        JsonNode queries = read.path("queries");
        int wanted = request.conversations().orElse(Integer.MAX_VALUE);
        List<Conversation> taken = new ArrayList<>();
        try (SlowProgress progress =
                SlowProgress.of("Tokenizing", Math.min(wanted, queries.size()), " questions", request.showProgress())) {
            for (int number : order(queries.size())) {
                if (taken.size() == wanted) {
                    break;
                }
                take(number, queries.get(number), contexts).ifPresent(taken::add);
                progress.step(1);
            }
        }
        String usable = taken.size() + " questions are usable in the dataset " + file.path() + " (" + queries.size()
                + " queries; " + tally.counts().describe() + ")";
        if (taken.isEmpty()) {
            throw new BadInputException("only " + usable + "; use another file");
        }
        if (request.conversations().isPresent() && taken.size() < wanted) {
            Shortfall.of(
                    request,
                    taken.size(),
                    GivenAs.parameter("num-prompts") + " asks for " + wanted + ", but only " + usable
                            + "; lower it or use a larger file");
        }
        return new Dataset(taken, tally.counts(), queries.size());
    }

    private JsonNode read() {
        try (InputStream in = file.open(SlowProgress.none())) {
            JsonNode read = DatasetJson.parser(in).readValueAsTree();
            if (read == null
                    || !read.path("contexts").isObject()
                    || !read.path("queries").isArray()) {
                throw bad("is no object of \"contexts\" and \"queries\"");
            }
            return read;
        } catch (JsonProcessingException e) {
            throw bad(DatasetJson.defect(e));
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    private Map<String, String> contexts(JsonNode texts) {
        Map<String, String> contexts = new HashMap<>();
        texts.properties()
                .forEach(each -> contexts.put(each.getKey(), each.getValue().asText("")));
        return contexts;
    }

    /** In the file's order, or a sample of the seed's. */
    private int[] order(int queries) {
        IntStream all = IntStream.range(0, queries);
        return request.shuffle()
                ? all.boxed()
                        .sorted(Comparator.comparingLong(number -> RecordOrder.key(request.seed(), number)))
                        .mapToInt(Integer::intValue)
                        .toArray()
                : all.toArray();
    }

    private Optional<Conversation> take(int number, JsonNode query, Map<String, String> contexts) {
        String id = query.path("context").asText("");
        String question = query.path("question").asText("");
        if (!contexts.containsKey(id) || question.isBlank()) {
            throw bad("query " + (number + 1) + ", "
                    + (question.isBlank()
                            ? "has no \"question\""
                            : "names a context \"" + id + "\" that is not there"));
        }
        int outputTokens = request.fixedOutputTokens()
                .orElseGet(() -> tokenizer.count(query.path("reference_answer").asText("")));
        if (contexts.get(id).isBlank() || outputTokens == 0) {
            tally.add(outputTokens == 0 ? FilterReason.ANSWER_TOO_SHORT : FilterReason.EMPTY_DOCUMENT);
            return Optional.empty();
        }
        PromptText prompt = new AboutContext(contexts.get(id), question);
        return Optional.of(new Conversation(
                "query-" + (number + 1),
                List.of(new Turn(prompt, Optional.empty(), tokenizer.count(prompt.text()), outputTokens))));
    }

    private BadInputException bad(String defect) {
        return new BadInputException("the dataset " + file.path() + ", " + defect + "; correct it, or check "
                + GivenAs.parameter("dataset-name"));
    }

    /** A question behind its document, put together when it is sent. */
    private record AboutContext(String context, String question) implements PromptText {
        @Override
        public String text() {
            return context + question;
        }

        @Override
        public String identity() {
            return text();
        }

        @Override
        public boolean atHand() {
            return false;
        }
    }
}
