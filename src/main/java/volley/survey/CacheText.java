package volley.survey;

import java.util.ArrayList;
import java.util.List;

/** The hits of the caches that were asked for, a line each. */
final class CacheText {
    private CacheText() {}

    static String of(TraceSurvey survey, TieredCaches caches) {
        List<String> lines = new ArrayList<>();
        for (int gpu : caches.gpuBlocks()) {
            long hits = survey.hits().hitTokens(gpu);
            lines.add("  cache       of " + SurveyText.grouped(gpu) + " blocks: " + share(hits, survey.blocks()));
            for (int host : caches.hostBlocks()) {
                for (TierPolicy policy : caches.policies()) {
                    lines.add("              with " + SurveyText.grouped(host) + " on the host, " + policy.text() + ": "
                            + tiers(TwoTierCache.play(survey.trace(), policy, gpu, host)));
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String tiers(TierHits hits) {
        return share(hits.gpuHits() + hits.hostHits(), hits.lookedUp()) + " (" + SurveyText.grouped(hits.gpuHits())
                + " on the GPU, " + SurveyText.grouped(hits.hostHits()) + " on the host"
                + (hits.failedCopies() > 0
                        ? ", " + SurveyText.grouped(hits.failedCopies()) + " copies found no room"
                        : "")
                + ")";
    }

    private static String share(long hits, long blocks) {
        return SurveyText.grouped(hits) + " hits = " + SurveyText.percent((double) hits / blocks);
    }
}
