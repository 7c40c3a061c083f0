package volley.servermetrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import volley.client.MetricSamples;

/**
 * One answer of a server's {@code /metrics}, or that there was none.
 *
 * @param server its address as it may be written
 * @param timeNs when it was asked, on the clock of the run's requests
 * @param tookNs from then to its answer's end
 * @param values of the figures it told
 * @param failure why there is no answer, in one line; then there are no values
 */
public record ServerSample(
        String server, long timeNs, long tookNs, Map<ServerFigure, Double> values, Optional<String> failure) {
    public ServerSample {
        values = Map.copyOf(values);
    }

    /** What a body of {@code /metrics} tells. */
    public static Map<ServerFigure, Double> read(String body) {
        MetricSamples samples = MetricSamples.parse(body);
        Map<ServerFigure, Double> values = new EnumMap<>(ServerFigure.class);
        for (ServerFigure figure : ServerFigure.values()) {
            figure.in(samples).ifPresent(value -> values.put(figure, value));
        }
        return values;
    }

    public OptionalDouble value(ServerFigure figure) {
        Double value = values.get(figure);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The same, at a time that counts from another instant. */
    public ServerSample since(long startNs) {
        return new ServerSample(server, timeNs - startNs, tookNs, values, failure);
    }
}
