package volley.prepare;

import java.util.OptionalDouble;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.Settings;
import volley.dataset.Dataset;
import volley.dataset.RequestGraph;
import volley.turns.Precedence;

/** Requests that wait for others, such as those of a trace's sessions: each behind the answers that it waits for, and a think time. */
final class SessionOrder {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;

    private SessionOrder() {}

    /** @throws BadInputException if rounds are asked for */
    static Precedence of(Dataset dataset, Settings settings) {
        if (settings.load().roundBarrier()) {
            throw new BadInputException(
                    GivenAs.setting("enable-round-barrier", "true")
                            + " is not meant for requests that wait for each other, which have no rounds in common; leave it out");
        }
        RequestGraph graph = dataset.graph().orElseThrow();
        double slowDown = settings.trace().slowDown();
        OptionalDouble thinkSeconds = settings.trace().thinkSeconds();
        int count = dataset.conversations().size();
        int[][] parents = new int[count][];
        long[] afterNs = new long[count];
        long[] atNs = new long[count];
        for (int i = 0; i < count; i++) {
            parents[i] = graph.parents(i);
            atNs[i] = Math.round(
                    (dataset.arrivalsNs().isPresent() ? dataset.arrivalsNs().get()[i] : 0) * slowDown);
            double thinkNs = thinkSeconds.isPresent()
                    ? thinkSeconds.getAsDouble() * NANOS_PER_SECOND
                    : graph.thinkMs(i) * NANOS_PER_MILLI * slowDown;
            afterNs[i] = Double.isNaN(thinkNs) ? Precedence.OWN_TIME : Math.round(thinkNs);
        }
        return new Precedence(parents, afterNs, atNs);
    }
}
