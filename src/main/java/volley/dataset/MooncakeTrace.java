package volley.dataset;

import volley.tokenizer.PlainWords;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.WordVocabulary;

/**
 * A trace of a serving system as a dataset: {@code {timestamp, input_length, output_length, hash_ids}} a line, as
 * published with Mooncake (Qin et al., FAST 2025). Each request is a conversation of one turn with an arrival time; the
 * trace's beginning is taken, in the order of time, whatever the seed.
 */
final class MooncakeTrace {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(TraceRequest.class);
    private static final double NANOS_PER_MILLI = 1e6;

    /** Enough for blocks that have nothing in common. */
    private static final int MOST_WORDS = 2048;

    private MooncakeTrace() {}

    static Dataset load(DatasetRequest request, Tokenizer tokenizer) {
        DatasetFile file = DatasetFile.of(request.path());
        List<TraceRequest> requests = read(file);
        int wanted = request.conversations().orElse(requests.size());
        if (requests.isEmpty() || requests.size() < wanted) {
            throw new BadInputException(
                    "the trace " + file.path() + " has " + requests.size() + " requests, too few for the run; lower "
                            + GivenAs.parameter("num-prompts") + " or use a longer trace");
        }
        requests.sort(Comparator.comparingDouble(TraceRequest::timestampMs));
        BlockTexts blocks = new BlockTexts(PlainWords.tried(tokenizer, MOST_WORDS), request.seed());
        double startMs = requests.get(0).timestampMs();
        List<Conversation> conversations = new ArrayList<>(wanted);
        long[] arrivalsNs = new long[wanted];
        for (int i = 0; i < wanted; i++) {
            TraceRequest each = requests.get(i);
            conversations.add(
                    new Conversation("request-" + (i + 1), List.of(turn(each, blocks, request.fixedOutputTokens()))));
            arrivalsNs[i] = Math.round((each.timestampMs() - startMs) * NANOS_PER_MILLI);
        }
        return new Dataset(conversations, new FilterTally().counts(), requests.size(), arrivalsNs);
    }

    private static Turn turn(TraceRequest request, BlockTexts blocks, OptionalInt fixedOutputTokens) {
        return new Turn(
                request.prompt(blocks),
                Optional.empty(),
                request.inputTokens(),
                fixedOutputTokens.orElse(request.outputTokens()));
    }

    private static List<TraceRequest> read(DatasetFile file) {
        List<TraceRequest> requests = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.open(SlowProgress.none()), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    requests.add(request(line, file, number));
                }
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return requests;
    }

    private static TraceRequest request(String line, DatasetFile file, int number) {
        String defect;
        try {
            TraceRequest request = JSON.readValue(line);
            defect = request.defect();
            if (defect == null) {
                return request;
            }
        } catch (JsonProcessingException e) {
            defect = "is not a request of a Mooncake trace: "
                    + e.getOriginalMessage().replaceAll("\\s+", " ");
        }
        throw new BadInputException("the trace " + file.path() + ", line " + number + ", " + defect
                + "; correct it, or check " + GivenAs.parameter("dataset-name"));
    }
}
