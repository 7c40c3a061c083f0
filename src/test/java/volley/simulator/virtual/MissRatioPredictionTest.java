package volley.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.prefix.MissRatioCurve;
import volley.prefix.UnlimitedCache;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.GpuPreset;
import volley.simulator.engine.ModelPreset;
import volley.simulator.engine.SchedulePolicy;

/** The hit rate that reuse distances predict for a capacity, against the engine that has it, under fcfs. */
class MissRatioPredictionTest {
    private static final int CONVERSATIONS = 256;
    private static final int ROUNDS = 5;
    private static final int NEW_TOKENS = 512;
    private static final int ANSWER_TOKENS = 64;
    private static final long ALL_TOKENS = (long) CONVERSATIONS * ROUNDS * (NEW_TOKENS + ANSWER_TOKENS);

    private final List<VirtualConversation> workload =
            SyntheticConversations.of(CONVERSATIONS, ROUNDS, NEW_TOKENS, ANSWER_TOKENS);

    /** One request or the end of its answer. */
    private record Moment(long timeNs, boolean end, VirtualRequest request) {}

    @ParameterizedTest
    @EnumSource
    void halfTheMemoryGivesWhatIsPredicted(ReadyOrder order) {
        for (double requestsPerSecond : new double[] {2, 4, 16}) {
            VirtualResult run = play(order, requestsPerSecond, ALL_TOKENS / 2);
            MissRatioCurve curve = curve(run);
            double prompt = run.requests().stream()
                    .mapToLong(VirtualRequest::promptTokens)
                    .sum();
            assertThat(curve.hitTokens(ALL_TOKENS / 2) / prompt)
                    .as("%s, %s/s", order, requestsPerSecond)
                    .isCloseTo(run.hitRate(), within(0.02));
            // the closed form of this workload without a limit, page 1
            assertThat(curve.idealHitTokens() / prompt).isCloseTo(5756 / 8320.0, within(1e-9));
        }
    }

    private VirtualResult play(ReadyOrder order, double requestsPerSecond, long capacityTokens) {
        EngineConfig config = EngineConfig.of(ModelPreset.QWEN2_5_14B, GpuPreset.A100_80G, SchedulePolicy.FCFS)
                .withCache(CacheConfig.radix(capacityTokens));
        return VirtualRun.play(workload, LoadShape.of(requestsPerSecond, 128, 1).withOrder(order), config);
    }

    private MissRatioCurve curve(VirtualResult run) {
        List<Moment> moments = new ArrayList<>();
        for (VirtualRequest request : run.requests()) {
            moments.add(new Moment(request.sentNs(), false, request));
            moments.add(new Moment(request.sentNs() + request.e2eNs(), true, request));
        }
        moments.sort(Comparator.comparingLong(Moment::timeNs));
        MissRatioCurve.Builder curve = new MissRatioCurve.Builder();
        try (UnlimitedCache cache = new UnlimitedCache()) {
            for (Moment moment : moments) {
                int[] sequence = sequence(moment.request());
                int prompt = moment.request().promptTokens();
                if (moment.end()) {
                    cache.store(sequence, sequence.length - 1, 0);
                } else {
                    curve.request(prompt - 1);
                    cache.use(
                            sequence,
                            prompt - 1,
                            prompt,
                            0,
                            (from, length, since, available, lastUse) -> curve.run(since, length));
                }
            }
        }
        return curve.build();
    }

    /** Prompt and answer. */
    private int[] sequence(VirtualRequest request) {
        int[] sequence = new int[request.promptTokens() + ANSWER_TOKENS];
        int at = 0;
        for (int round = 0; round <= request.round(); round++) {
            VirtualTurn turn = workload.get(request.conversation()).turns().get(round);
            System.arraycopy(turn.newTokens(), 0, sequence, at, NEW_TOKENS);
            System.arraycopy(turn.answerTokens(), 0, sequence, at + NEW_TOKENS, ANSWER_TOKENS);
            at += NEW_TOKENS + ANSWER_TOKENS;
        }
        return sequence;
    }
}
