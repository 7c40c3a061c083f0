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
            lines.add("  cache       of " + SurveyNumbers.grouped(gpu) + " blocks: " + share(hits, survey.blocks()));
            for (int host : caches.hostBlocks()) {
                for (TierPolicy policy : caches.policies()) {
                    lines.add("              with " + SurveyNumbers.grouped(host) + " on the host, " + policy.text()
                            + ": " + tiers(TierPlay.play(survey.trace(), policy, gpu, host)));
                }
            }
        }
        return String.join("\n", lines);
    }

    private static String tiers(TierHits hits) {
        return share(hits.gpuHits() + hits.hostHits(), hits.lookedUp()) + " (" + SurveyNumbers.grouped(hits.gpuHits())
                + " on the GPU, " + SurveyNumbers.grouped(hits.hostHits()) + " on the host"
                + (hits.failedCopies() > 0
                        ? ", " + SurveyNumbers.grouped(hits.failedCopies()) + " copies found no room"
                        : "")
                + ")";
    }

    private static String share(long hits, long blocks) {
        return SurveyNumbers.grouped(hits) + " hits = " + SurveyNumbers.percent((double) hits / blocks);
    }
}
