package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * What the cache's hits saved: the measured relation of the time to first token to the prompt tokens that had to be computed,
 * and, where the server tells of tiers behind the GPU's, to those that had to be loaded from each: a linear one by least
 * squares, with 95 % intervals by a bootstrap of whole conversations. That others wait less because of a hit is in it only as
 * far as it shows in their own line.
 */
final class CacheBenefit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RESAMPLES = 1000;
    private static final double OUTSIDE = 0.025;
    private static final int FEWEST_CONVERSATIONS = 8;
    private static final int[] TIMES = {1, 2, 4, 8};
    private static final double NS_PER_MS = 1e6;

    /** The cache's tiers behind the GPU's, whose tokens are loaded from there. */
    private enum Tier {
        HOST(Field.CACHED_HOST_TOKENS),
        STORAGE(Field.CACHED_STORAGE_TOKENS);

        private final Field tokens;

        Tier(Field tokens) {
            this.tokens = tokens;
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a request's hits in one tier saved, ms, with its interval. */
    private record Saved(double ms, double lowMs, double highMs) {
        static Saved of(ToDoubleFunction<double[]> ms, double[] slopes, List<double[]> resampled) {
            double[] sorted = resampled.stream().mapToDouble(ms).sorted().toArray();
            int cut = (int) (OUTSIDE * sorted.length);
            return new Saved(ms.applyAsDouble(slopes), sorted[cut], sorted[sorted.length - 1 - cut]);
        }

        void put(ObjectNode json) {
            json.put("saved_ms", ms).put("low_ms", lowMs).put("high_ms", highMs);
        }
    }

    /** By tier, the tokens that came from it, over the requests that count. */
    private final EnumMap<Tier, Double> tokens = new EnumMap<>(Tier.class);

    private final Map<Long, LeastSquares> conversations = new HashMap<>();
    private double cached;

    /** @param tiers that are told apart from the GPU's */
    private CacheBenefit(RunRequests requests, List<Tier> tiers) {
        double[] variables = new double[1 + tiers.size()];
        for (int row = 0; row < requests.size(); row++) {
            long ttft = requests.get(Field.TTFT_NS, row);
            long prompt = requests.get(Field.PROMPT_TOKENS, row);
            long hits = requests.get(Field.CACHED_TOKENS, row);
            if (requests.ok(row)
                    && ttft != RunRequests.ABSENT
                    && prompt != RunRequests.ABSENT
                    && hits != RunRequests.ABSENT) {
                variables[0] = (double) (prompt - hits);
                for (int i = 0; i < tiers.size(); i++) {
                    // SGLang tells no tier of a prompt without hits
                    variables[1 + i] = (double) Math.max(0, requests.get(tiers.get(i).tokens, row));
                    tokens.merge(tiers.get(i), variables[1 + i], Double::sum);
                }
                cached += (double) hits;
                conversations
                        .computeIfAbsent(
                                requests.get(Field.CONVERSATION, row), each -> new LeastSquares(variables.length))
                        .add(variables, ttft / NS_PER_MS);
            }
        }
    }

    /**
     * The figures of the page: {@code saved_ms} a request with its interval, {@code ttft_ms} as it is, {@code
     * ms_per_1000_tokens} computed, and, where hits of other tiers than the GPU's were told, {@code tiers}: {@code tier} and what
     * its hits saved, since a token that is loaded takes time too. By reuse distances, in lists of {@code times} the size, {@code
     * hit_percent}, and {@code saves_ms} a request beside now: {@code sizes}, the GPU's cache at 1, 2, 4 and 8 times, and {@code
     * host_sizes}, the host's at 0, 1, 2, 4 and 8 times, where there is one. Empty where the server told no counts, there was no
     * hit, or nothing to draw a line through.
     *
     * @param lens what {@code lens.json} has
     */
    static Optional<ObjectNode> of(RunRequests requests, JsonNode lens) {
        List<Tier> told = Arrays.stream(Tier.values())
                .filter(tier -> IntStream.range(0, requests.size())
                        .anyMatch(row -> requests.ok(row) && requests.get(tier.tokens, row) > 0))
                .toList();
        return new CacheBenefit(requests, told)
                .json(told, lens)
                .or(() -> told.isEmpty()
                        ? Optional.empty()
                        : new CacheBenefit(requests, List.of()).json(List.of(), lens));
    }

    private Optional<ObjectNode> json(List<Tier> tiers, JsonNode lens) {
        LeastSquares all = new LeastSquares(1 + tiers.size());
        conversations.values().forEach(all::add);
        if (conversations.size() < FEWEST_CONVERSATIONS || cached == 0) {
            return Optional.empty();
        }
        Optional<double[]> found = all.slopes();
        List<double[]> resampled = found.isEmpty()
                ? List.of()
                : resample(conversations.values().toArray(LeastSquares[]::new), 1 + tiers.size());
        if (resampled.size() < RESAMPLES / 2) {
            return Optional.empty();
        }
        double[] slopes = found.get();
        ObjectNode json = JSON.createObjectNode();
        Saved.of(each -> saved(each, tiers) / all.rows(), slopes, resampled).put(json);
        json.put("ttft_ms", all.mean());
        json.put("ms_per_1000_tokens", 1000 * slopes[0]);
        if (!tiers.isEmpty()) {
            ArrayNode byTier = json.putArray("tiers");
            double device = cached
                    - tokens.values().stream().mapToDouble(Double::doubleValue).sum();
            Saved.of(each -> each[0] * device / all.rows(), slopes, resampled)
                    .put(byTier.addObject().put("tier", "device"));
            for (int i = 0; i < tiers.size(); i++) {
                int variable = 1 + i;
                double its = tokens.get(tiers.get(i));
                Saved.of(each -> (each[0] - each[variable]) * its / all.rows(), slopes, resampled)
                        .put(byTier.addObject().put("tier", tiers.get(i).id()));
            }
        }
        sizes(json, lens, slopes, tiers, all.rows());
        return Optional.of(json);
    }

    /** In all, ms. */
    private double saved(double[] slopes, List<Tier> tiers) {
        double ms = slopes[0] * cached;
        for (int i = 0; i < tiers.size(); i++) {
            ms -= slopes[1 + i] * tokens.get(tiers.get(i));
        }
        return ms;
    }

    /** The slopes of each resample that has some: one may have no hit of a tier. */
    private static List<double[]> resample(LeastSquares[] conversations, int variables) {
        SplittableRandom random = new SplittableRandom(conversations.length);
        List<double[]> slopes = new ArrayList<>();
        for (int resample = 0; resample < RESAMPLES; resample++) {
            LeastSquares drawn = new LeastSquares(variables);
            for (int i = 0; i < conversations.length; i++) {
                drawn.add(conversations[random.nextInt(conversations.length)]);
            }
            drawn.slopes().ifPresent(slopes::add);
        }
        return slopes;
    }

    /** By reuse distances, as far as the cache's size is known. */
    private static void sizes(ObjectNode json, JsonNode lens, double[] slopes, List<Tier> tiers, double requests) {
        double gpu = lens.path("gpu_tokens").asDouble(0);
        double host = lens.path("host_tokens").asDouble(0);
        double prompt = lens.at("/all/prompt_tokens").asDouble(0);
        ArrayNode sizes = json.putArray("sizes");
        if (gpu + host == 0 || prompt == 0) {
            return;
        }
        JsonNode curve = lens.path("curve");
        double now = hits(curve, gpu + host);
        for (int times : TIMES) {
            double hits = hits(curve, times * gpu + host);
            size(sizes, times, hits, prompt).put("saves_ms", slopes[0] * (hits - now) / requests);
        }
        if (host > 0) {
            ArrayNode ofHost = json.putArray("host_sizes");
            int variable = 1 + tiers.indexOf(Tier.HOST);
            for (int times :
                    IntStream.concat(IntStream.of(0), IntStream.of(TIMES)).toArray()) {
                double hits = hits(curve, gpu + times * host);
                ObjectNode size = size(ofHost, times, hits, prompt);
                if (variable > 0) {
                    size.put("saves_ms", (slopes[0] - slopes[variable]) * (hits - now) / requests);
                }
            }
        }
    }

    private static ObjectNode size(ArrayNode sizes, int times, double hits, double prompt) {
        return sizes.addObject().put("times", times).put("hit_percent", 100 * hits / prompt);
    }

    /** A cache's hits are those of the largest capacity on the curve that it has. */
    private static double hits(JsonNode curve, double capacity) {
        double hits = 0;
        for (JsonNode point : curve) {
            if (point.path("capacity_tokens").asDouble() <= capacity) {
                hits = point.path("hit_tokens").asDouble();
            }
        }
        return hits;
    }
}
