package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * What the cache's hits saved: the measured relation of the time to first token to the prompt tokens that had to be computed,
 * a straight line by least squares, with the 95 % interval of its slope by a bootstrap of whole conversations. That others wait
 * less because of a hit is in it only as far as it shows in their own line.
 */
final class CacheBenefit {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int RESAMPLES = 1000;
    private static final int CUT = RESAMPLES / 40;
    private static final int FEWEST_CONVERSATIONS = 8;
    private static final int[] TIMES = {1, 2, 4, 8};
    private static final double NS_PER_MS = 1e6;

    private CacheBenefit() {}

    /** Sums over the requests of a conversation, of which any number of them makes a line. */
    private static final class Sums {
        private double count;
        private double x;
        private double y;
        private double xx;
        private double xy;
        private double cached;

        void add(double uncachedTokens, double ttftMs, double cachedTokens) {
            count++;
            x += uncachedTokens;
            y += ttftMs;
            xx += uncachedTokens * uncachedTokens;
            xy += uncachedTokens * ttftMs;
            cached += cachedTokens;
        }

        void add(Sums other) {
            count += other.count;
            x += other.x;
            y += other.y;
            xx += other.xx;
            xy += other.xy;
            cached += other.cached;
        }

        /** ms for each token; NaN if all have as many. */
        double slope() {
            double spread = count * xx - x * x;
            return spread <= 1e-9 * count * xx ? Double.NaN : (count * xy - x * y) / spread;
        }
    }

    /**
     * The figures of the page: {@code saved_ms} a request with its interval, {@code ttft_ms} as it is, {@code
     * ms_per_1000_tokens}, and {@code sizes}: hit rate in per cent, and ms a request beside now, at 1, 2, 4 and 8 times the
     * cache. Empty where the server told no counts, there was no hit, or nothing to draw a line through.
     *
     * @param lens what {@code lens.json} has
     */
    static Optional<ObjectNode> of(RunRequests requests, JsonNode lens) {
        Map<Long, Sums> conversations = new HashMap<>();
        for (int row = 0; row < requests.size(); row++) {
            long ttft = requests.get(Field.TTFT_NS, row);
            long prompt = requests.get(Field.PROMPT_TOKENS, row);
            long cached = requests.get(Field.CACHED_TOKENS, row);
            if (requests.ok(row)
                    && ttft != RunRequests.ABSENT
                    && prompt != RunRequests.ABSENT
                    && cached != RunRequests.ABSENT) {
                conversations
                        .computeIfAbsent(requests.get(Field.CONVERSATION, row), each -> new Sums())
                        .add((double) (prompt - cached), ttft / NS_PER_MS, (double) cached);
            }
        }
        Sums all = sum(conversations.values());
        double slope = all.slope();
        if (conversations.size() < FEWEST_CONVERSATIONS || all.cached == 0 || Double.isNaN(slope)) {
            return Optional.empty();
        }
        double[] slopes = slopes(conversations.values().toArray(Sums[]::new));
        double perRequest = all.cached / all.count;
        ObjectNode json = JSON.createObjectNode();
        json.put("saved_ms", slope * perRequest);
        json.put("low_ms", slopes[CUT] * perRequest);
        json.put("high_ms", slopes[RESAMPLES - 1 - CUT] * perRequest);
        json.put("ttft_ms", all.y / all.count);
        json.put("ms_per_1000_tokens", 1000 * slope);
        sizes(json.putArray("sizes"), lens, slope, all.count);
        return Optional.of(json);
    }

    private static Sums sum(Collection<Sums> parts) {
        Sums all = new Sums();
        parts.forEach(all::add);
        return all;
    }

    /** Rising. */
    private static double[] slopes(Sums[] conversations) {
        SplittableRandom random = new SplittableRandom(conversations.length);
        double[] slopes = new double[RESAMPLES];
        Arrays.setAll(slopes, resample -> {
            Sums drawn = new Sums();
            for (int i = 0; i < conversations.length; i++) {
                drawn.add(conversations[random.nextInt(conversations.length)]);
            }
            return drawn.slope();
        });
        Arrays.sort(slopes);
        return slopes;
    }

    /** By reuse distances, as far as the cache's size is known. */
    private static void sizes(ArrayNode sizes, JsonNode lens, double slope, double requests) {
        double now =
                lens.path("gpu_tokens").asDouble(0) + lens.path("host_tokens").asDouble(0);
        double prompt = lens.at("/all/prompt_tokens").asDouble(0);
        if (now == 0 || prompt == 0) {
            return;
        }
        double hitsNow = hits(lens.path("curve"), now);
        for (int times : TIMES) {
            double hits = hits(lens.path("curve"), times * now);
            sizes.addObject()
                    .put("times", times)
                    .put("hit_percent", 100 * hits / prompt)
                    .put("saves_ms", slope * (hits - hitsNow) / requests);
        }
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
