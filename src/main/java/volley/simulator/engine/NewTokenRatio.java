package volley.simulator.engine;

import java.util.Collection;

/**
 * Which share of the outputs still to come admission holds back for the running requests: less with every decode step
 * that found memory, more after a retraction.
 */
final class NewTokenRatio {
    /** Steps of decoding a retraction wants room for. */
    private static final int RETRACT_DECODE_STEPS = 20;

    private final double initial;
    private final double minimum;
    private final double decayPerStep;
    private double value;

    NewTokenRatio(SchedulerConfig config) {
        initial = config.newTokenRatio();
        minimum = config.minNewTokenRatio();
        decayPerStep = (initial - minimum) / config.newTokenRatioDecaySteps();
        value = initial;
    }

    double value() {
        return value;
    }

    void decay() {
        value = Math.max(value - decayPerStep, minimum);
    }

    /** An idle engine knows nothing of the next requests: back to the start. */
    void reset() {
        value = initial;
    }

    void afterRetraction(Collection<Sequence> kept) {
        long emitted = 0;
        long wanted = 0;
        for (Sequence s : kept) {
            emitted += s.emittedTokens;
            wanted += s.request.answerTokens().length;
        }
        value = Math.min(1, (emitted + (double) RETRACT_DECODE_STEPS * kept.size()) / wanted);
    }
}
