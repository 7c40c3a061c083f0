package volley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What the run is judged by. Names of metrics are checked by {@code volley.metrics}.
 *
 * @param goodput limits of each request, in milliseconds; their statistic is empty
 * @param objectives limits of the run's figures, in the unit shown
 */
public record SloSettings(List<Limit> goodput, List<Limit> objectives) {
    /** @param where the parameter that set it, for error messages */
    public record Limit(String metric, String statistic, double value, String where) {}

    static SloSettings read(Parameters given) {
        List<Limit> goodput = new ArrayList<>();
        for (String pair : given.text("goodput").map(text -> text.split(",")).orElse(new String[0])) {
            String[] sides = pair.strip().split(":", -1);
            if (sides.length != 2) {
                throw given.bad("goodput", "is not a list such as ttft:500,tpot:50");
            }
            goodput.add(new Limit(
                    sides[0].strip(), "", limit(given, "goodput", sides[1].strip()), GivenAs.parameter("goodput")));
        }
        Repeated.first(goodput.stream().map(Limit::metric).toList()).ifPresent(twice -> {
            throw given.bad("goodput", "has two limits of " + twice + "; give the one that is meant");
        });
        List<Limit> objectives = new ArrayList<>();
        for (String name : given.objectives()) {
            String[] parts = name.split("\\.");
            if (parts.length != 3) {
                throw given.bad(name, "does not name a limit such as slo.ttft.p99");
            }
            objectives.add(new Limit(
                    parts[1], parts[2], limit(given, name, given.text(name).orElse("")), GivenAs.parameter(name)));
        }
        return new SloSettings(goodput, objectives);
    }

    private static double limit(Parameters given, String name, String text) {
        OptionalDouble value = Decimal.number(text);
        if (value.isPresent() && value.getAsDouble() >= 0) {
            return value.getAsDouble();
        }
        throw given.bad(name, "has a limit that is not a number from 0 up: " + text);
    }
}
