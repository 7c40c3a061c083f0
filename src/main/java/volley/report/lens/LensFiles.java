package volley.report.lens;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import volley.prefix.MissRatioCurve;
import volley.report.folder.AnswerFile;
import volley.report.folder.GivenAnswer;
import volley.report.folder.RunRequests;

/**
 * The cache lens over a finished run, as files in its folder.
 *
 * <p>{@code cache.jsonl}: one line a request analysed, in the order of sending. Fields are those of {@link CacheVerdict} in
 * snake case; absent is {@code null}.
 *
 * <p>{@code lens.json}:
 *
 * <ul>
 *   <li>{@code page_tokens}, {@code gpu_tokens}, {@code host_tokens}: the cache as it is known; {@code page_known} is
 *       false where 1 stands for a page whose size is not known
 *   <li>{@code all} and {@code by_turn}: {@code requests} with their {@code prompt_tokens} and {@code ideal_tokens};
 *       and of those for which the server told: {@code reporting}, {@code reporting_prompt_tokens}, {@code
 *       reporting_ideal_tokens}, {@code cached_tokens}, and {@code server_prompt_tokens}, of which these are the hit rate: the
 *       prompts' tokens as the server counts them
 *   <li>{@code lost}: {@code requests} and {@code tokens} by cause; {@code beyond_ideal}: hits this run does not explain;
 *       {@code rewritten}: history that the next prompt did not repeat; {@code counted_otherwise}: prompts whose tokens
 *       the server counts otherwise, and by how much
 *   <li>{@code ids_by_server}: how many {@code prompts} and {@code answers} are of token ids that the server told; the others'
 *       are the client's tokenizer's
 *   <li>{@code history}: where a template renders it, what it costs: of the first conversations, the {@code kind} of change
 *       that costs most, {@code prompts} that have it, their {@code tokens} that are computed again, and a {@code sentence}
 *   <li>{@code tiers}: by the curve, what each known size gives by itself: {@code gpu_hit_tokens}, and what the host's adds,
 *       {@code host_adds_least_tokens} where it has copies of what the GPU has, {@code host_adds_most_tokens} where it has none
 *   <li>{@code curve}: {@code hit_tokens} of an LRU cache of {@code capacity_tokens}
 *   <li>{@code advice}: what to make of it, for people
 * </ul>
 */
public final class LensFiles {
    public static final String SUMMARY = "lens.json";
    public static final String REQUESTS = "cache.jsonl";

    /** The field of a run that is not analysed. */
    private static final String NOT_ANALYSED = "not_analysed";

    private static final int CURVE_POINTS = 160;
    private static final JsonFactory JSON = new JsonFactory();

    private LensFiles() {}

    /**
     * Analyses the run and writes both files.
     *
     * @param hostTierFlag the server's flag that adds a tier in the host's memory, for the advice
     * @param analysed called for each request that is through
     * @return the advice
     * @throws IOException if a file cannot be read or written
     */
    public static String write(
            Path runFolder,
            RunRequests requests,
            SentPrompts prompts,
            CacheSize size,
            Optional<String> hostTierFlag,
            Runnable analysed)
            throws IOException {
        CacheTally tally = new CacheTally();
        HistoryCost historyCost = new HistoryCost(prompts.rendered());
        MissRatioCurve curve;
        try (AnswerFile answers = AnswerFile.open(runFolder);
                JsonGenerator lines = JSON.createGenerator(
                                Files.newOutputStream(runFolder.resolve(REQUESTS)), JsonEncoding.UTF8)
                        .setPrettyPrinter(new MinimalPrettyPrinter("\n"))) {
            curve = CacheLens.analyse(
                    requests,
                    prompts,
                    order -> answers.answer(order).orElse(GivenAnswer.NONE),
                    size,
                    historyCost,
                    verdict -> {
                        tally.add(verdict);
                        write(lines, verdict);
                        analysed.run();
                    });
            lines.writeRaw('\n');
        }
        String advice = CacheAdvice.of(curve, tally.all().analysed().tokens(), size, hostTierFlag);
        try (JsonGenerator json =
                JSON.createGenerator(Files.newOutputStream(runFolder.resolve(SUMMARY)), JsonEncoding.UTF8)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            summary(json, tally, curve, size, requests.size(), advice, historyCost.most());
        }
        return advice + historyCost.most().map(cost -> " " + cost.forPeople()).orElse("");
    }

    /**
     * Says in {@code lens.json} why a run is not analysed: its only field is {@code not_analysed}.
     *
     * @throws IOException if the file cannot be written
     */
    public static void writeAbsent(Path runFolder, String reason) throws IOException {
        try (JsonGenerator json =
                JSON.createGenerator(Files.newOutputStream(runFolder.resolve(SUMMARY)), JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeStringField(NOT_ANALYSED, reason);
            json.writeEndObject();
            json.writeRaw('\n');
        }
    }

    private static void write(JsonGenerator json, CacheVerdict verdict) {
        try {
            json.writeStartObject();
            json.writeNumberField("order", verdict.order());
            json.writeNumberField("conversation", verdict.conversation());
            json.writeNumberField("turn", verdict.turn());
            json.writeNumberField("prompt_tokens", verdict.promptTokens());
            count(json, "prompt_tokens_by_server", verdict.promptTokensByServer());
            json.writeNumberField("ideal", verdict.ideal());
            count(json, "reported", verdict.reported());
            json.writeNumberField("lost", verdict.lost());
            json.writeStringField(
                    "cause", verdict.cause() == null ? null : verdict.cause().id());
            count(json, "stopped_at", verdict.stoppedAt());
            count(json, "reuse_distance", verdict.reuseDistance());
            json.writeNumberField("rewritten", verdict.rewritten());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void count(JsonGenerator json, String name, long count) throws IOException {
        if (count == CacheVerdict.ABSENT) {
            json.writeNullField(name);
        } else {
            json.writeNumberField(name, count);
        }
    }

    private static void summary(
            JsonGenerator json,
            CacheTally tally,
            MissRatioCurve curve,
            CacheSize size,
            int planned,
            String advice,
            Optional<HistoryCost.Cost> history)
            throws IOException {
        json.writeStartObject();
        json.writeNumberField("page_tokens", size.pageTokens());
        json.writeBooleanField("page_known", size.pageKnown());
        count(json, "gpu_tokens", size.gpuTokens());
        count(json, "host_tokens", size.hostTokens());
        json.writeNumberField("left_out", planned - tally.all().analysed().requests());
        json.writeStringField("advice", advice);
        json.writeNumberField("nearly_all_tokens", curve.capacityForShareTokens(CacheAdvice.NEARLY_ALL));
        json.writeNumberField("largest_reuse_distance_tokens", curve.largestDistanceTokens());
        json.writeObjectFieldStart("all");
        sum(json, tally.all());
        json.writeEndObject();
        json.writeArrayFieldStart("by_turn");
        for (Map.Entry<Integer, CacheTally.Sum> turn : tally.byTurn().entrySet()) {
            json.writeStartObject();
            json.writeNumberField("turn", turn.getKey());
            sum(json, turn.getValue());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("lost");
        for (LossCause cause : LossCause.values()) {
            count(json, cause.id(), tally.lost().getOrDefault(cause, CacheTally.Count.NONE));
        }
        json.writeEndObject();
        count(json, "beyond_ideal", tally.beyondIdeal());
        count(json, "rewritten", tally.rewritten());
        count(json, "counted_otherwise", tally.countedOtherwise());
        json.writeObjectFieldStart("ids_by_server");
        json.writeNumberField("prompts", tally.promptsByServer());
        json.writeNumberField("answers", tally.answersByServer());
        json.writeEndObject();
        if (history.isPresent()) {
            json.writeObjectFieldStart("history");
            json.writeStringField("kind", history.get().kind().id());
            json.writeNumberField("prompts", history.get().prompts());
            json.writeNumberField("tokens", history.get().tokens());
            json.writeStringField("sentence", history.get().sentence());
            json.writeEndObject();
        }
        tiers(json, curve, size);
        curve(json, curve, size);
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private static void sum(JsonGenerator json, CacheTally.Sum sum) throws IOException {
        json.writeNumberField("requests", sum.analysed().requests());
        json.writeNumberField("prompt_tokens", sum.analysed().tokens());
        json.writeNumberField("ideal_tokens", sum.analysed().idealTokens());
        json.writeNumberField("reporting", sum.reporting().requests());
        json.writeNumberField("reporting_prompt_tokens", sum.reporting().tokens());
        json.writeNumberField("reporting_ideal_tokens", sum.reporting().idealTokens());
        json.writeNumberField("cached_tokens", sum.cached());
        json.writeNumberField("server_prompt_tokens", sum.serverTokens());
    }

    private static void count(JsonGenerator json, String name, CacheTally.Count count) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("requests", count.requests());
        json.writeNumberField("tokens", count.tokens());
        json.writeEndObject();
    }

    private static void count(JsonGenerator json, String name, OptionalLong count) throws IOException {
        count(json, name, count.orElse(CacheVerdict.ABSENT));
    }

    private static void tiers(JsonGenerator json, MissRatioCurve curve, CacheSize size) throws IOException {
        json.writeObjectFieldStart("tiers");
        if (size.gpuTokens().isPresent()) {
            long gpu = curve.hitTokens(size.gpuTokens().getAsLong());
            json.writeNumberField("gpu_hit_tokens", gpu);
            if (size.hasHostTier()) {
                json.writeNumberField(
                        "host_adds_least_tokens",
                        curve.hitTokens(size.surelyTokens().getAsLong()) - gpu);
                json.writeNumberField(
                        "host_adds_most_tokens",
                        curve.hitTokens(size.totalTokens().getAsLong()) - gpu);
            }
        }
        json.writeEndObject();
    }

    /** Even steps from 0 to beyond the largest distance, and beyond the cache there is if that is not far off. */
    private static void curve(JsonGenerator json, MissRatioCurve curve, CacheSize size) throws IOException {
        long most = Math.max(curve.largestDistanceTokens(), 1);
        long cache = size.totalTokens().orElse(0);
        long shown = (cache <= 2 * most ? Math.max(most, cache) : most) * 21 / 20 + 1;
        json.writeArrayFieldStart("curve");
        for (int i = 0; i <= CURVE_POINTS; i++) {
            long capacity = Math.round((double) shown * i / CURVE_POINTS);
            json.writeStartObject();
            json.writeNumberField("capacity_tokens", capacity);
            json.writeNumberField("hit_tokens", curve.hitTokens(capacity));
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
