package volley.simulator.engine;

import java.util.function.DoubleSupplier;

/**
 * A model all of whose times are longer, or shorter.
 *
 * @param model of which they are
 * @param factor asked at each step: 2 makes it twice as long
 */
public record ScaledTime(TimeModel model, DoubleSupplier factor) implements TimeModel {
    @Override
    public long prefillNs(long newTokens, double attentionPairs, long loadedTokens) {
        return scaled(model.prefillNs(newTokens, attentionPairs, loadedTokens));
    }

    @Override
    public long decodeNs(int batchSize, long contextTokens) {
        return scaled(model.decodeNs(batchSize, contextTokens));
    }

    @Override
    public long frontEndNs() {
        return scaled(model.frontEndNs());
    }

    private long scaled(long ns) {
        return Math.round(ns * factor.getAsDouble());
    }
}
