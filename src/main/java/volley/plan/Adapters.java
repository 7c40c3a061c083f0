package volley.plan;

import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import volley.config.LoraMix;

/** Which of several LoRA adapters each conversation of a plan asks for. */
public final class Adapters {
    private Adapters() {}

    /** By conversation, the adapter's place in the list; all 0 where there is no choice. */
    public static int[] byConversation(Plan plan) {
        return byConversation(
                plan.load().lora(), plan.seed(), plan.conversations().size());
    }

    static int[] byConversation(LoraMix mix, long seed, int conversations) {
        if (!mix.isMixed()) {
            return new int[conversations];
        }
        double[] weights = IntStream.rangeClosed(1, mix.names().size())
                .mapToDouble(k -> mix.distribution() == LoraMix.Distribution.ZIPF ? Math.pow(k, -mix.zipfAlpha()) : 1)
                .toArray();
        UniformRandomProvider random = RandomStream.LORA.open(seed);
        SharedStateDiscreteSampler sampler = GuideTableDiscreteSampler.of(random, weights);
        return IntStream.range(0, conversations).map(i -> sampler.sample()).toArray();
    }
}
