package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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
 * behind its whole document, answered with as many tokens as the reference has. The file is read from its start to its
 * end; a document is kept once, however many questions it has.
 */
final class LongContextLoader {
    private final DatasetRequest request;
    private final Tokenizer tokenizer;
    private final TextStore texts;
    private final DatasetFile file;
    private final FilterTally tally = new FilterTally();

    LongContextLoader(DatasetRequest request, Tokenizer tokenizer, TextStore texts) {
        this.request = request;
        this.tokenizer = tokenizer;
        this.texts = texts;
        this.file = DatasetFile.of(request.path());
    }

    Dataset load() {
        Read read = read();
        JsonNode queries = read.queries();
        int wanted = request.conversations().orElse(Integer.MAX_VALUE);
        List<Conversation> taken = new ArrayList<>();
        try (SlowProgress progress =
                SlowProgress.of("Tokenizing", Math.min(wanted, queries.size()), " questions", request.showProgress())) {
            for (int number : order(queries.size())) {
                if (taken.size() == wanted) {
                    break;
                }
                take(number, queries.get(number), read.contexts()).ifPresent(taken::add);
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

    /** The file, with the documents by their ids. */
    private record Read(Map<String, Document> contexts, JsonNode queries) {}

    private Read read() {
        Map<String, Document> contexts = null;
        JsonNode queries = null;
        try (InputStream in = file.open(SlowProgress.none())) {
            JsonParser json = DatasetJson.parser(in);
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("contexts") && value == JsonToken.START_OBJECT) {
                    contexts = contexts(json);
                } else if (field.equals("queries") && value == JsonToken.START_ARRAY) {
                    queries = json.readValueAsTree();
                } else {
                    json.skipChildren();
                }
            }
            if (contexts == null || queries == null) {
                throw bad("is no object of \"contexts\" and \"queries\"");
            }
            return new Read(contexts, queries);
        } catch (JsonProcessingException e) {
            throw bad(DatasetJson.defect(e));
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    private Map<String, Document> contexts(JsonParser json) throws IOException {
        Map<String, Document> contexts = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String id = json.currentName();
            json.nextToken();
            JsonNode value = json.readValueAsTree();
            String text = value.asText("");
            contexts.put(id, new Document(texts.keep(text), text.isBlank()));
        }
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

    private Optional<Conversation> take(int number, JsonNode query, Map<String, Document> contexts) {
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
        if (contexts.get(id).blank || outputTokens == 0) {
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

    /** A text that is kept once for all questions about it. */
    private static final class Document {
        private volatile PromptText text;
        private final boolean blank;

        Document(PromptText text, boolean blank) {
            this.text = text;
            this.blank = blank;
        }
    }

    /** A question behind its document, put together when it is sent. */
    private record AboutContext(Document context, String question) implements PromptText {
        @Override
        public String text() {
            return context.text.text() + question;
        }

        @Override
        public PromptText inMemory() {
            context.text = context.text.inMemory();
            return this;
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
