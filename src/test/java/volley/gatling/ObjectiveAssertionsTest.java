package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import volley.metrics.Metric;
import volley.metrics.Objective;
import volley.metrics.RequestMetric;
import volley.metrics.RunMetric;

class ObjectiveAssertionsTest {
    /** Whatever the numbers, Gatling's comparison of whole ones says what Volley's of exact ones said. */
    @Test
    void gatlingSaysWhatVolleySays() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            double limit = number(random);
            double value = random.nextInt(4) == 0 ? limit : number(random);
            boolean atLeast = random.nextBoolean();
            Metric metric = atLeast ? RunMetric.DURATION : RequestMetric.TTFT;
            Objective objective = new Objective(metric, atLeast ? "min" : "p99", limit);
            boolean met = atLeast ? value >= limit : value <= limit;
            int logged = ObjectiveAssertions.figure(new Objective.Verdict(objective, OptionalDouble.of(value), met))
                    .orElseThrow();
            int bound = ObjectiveAssertions.limit(objective);
            assertThat(logged).as("%s of %s", value, objective).isNotNegative();
            assertThat(atLeast ? logged >= bound : logged <= bound)
                    .as("%s of %s", value, objective)
                    .isEqualTo(met);
            if (value < 1e9) {
                assertThat(Math.abs(logged - value))
                        .as("%s of %s", value, objective)
                        .isLessThanOrEqualTo(1.5);
            }
        }
    }

    @Test
    void whatIsAbsentIsNotGiven() {
        Objective objective = new Objective(RequestMetric.TTFT, "p99", 5);
        assertThat(ObjectiveAssertions.figure(new Objective.Verdict(objective, OptionalDouble.empty(), false)))
                .isEmpty();
    }

    private static double number(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5);
            case 1 -> random.nextDouble() * 3;
            case 2 -> random.nextInt(100_000) / 100.0;
            default -> Math.pow(10, random.nextInt(13));
        };
    }
}
