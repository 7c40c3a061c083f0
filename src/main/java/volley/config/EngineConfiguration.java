package volley.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import volley.config.SimulatedEngine.SchedulePolicyName;

/** Cache and order of admission of a simulated engine: SGLang's four steps, from no cache to a hierarchical one. */
public enum EngineConfiguration {
    NONE(SchedulePolicyName.FCFS, false, false),
    FCFS(SchedulePolicyName.FCFS, true, false),
    LPM(SchedulePolicyName.LPM, true, false),
    HIERARCHICAL(SchedulePolicyName.LPM, true, true);

    static final String PARAMETER = SimulatedEngine.CONFIGURATIONS;

    private final SchedulePolicyName policy;
    private final boolean radix;
    private final boolean hierarchical;

    EngineConfiguration(SchedulePolicyName policy, boolean radix, boolean hierarchical) {
        this.policy = policy;
        this.radix = radix;
        this.hierarchical = hierarchical;
    }

    /** Its name in parameters, folders and results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The engine in this configuration, else as it is. */
    public SimulatedEngine of(SimulatedEngine engine) {
        return engine.with(policy, radix, hierarchical);
    }

    /** Those asked for, in their order; none: the one that the other parameters set. */
    static List<EngineConfiguration> read(Parameters given) {
        List<EngineConfiguration> asked = given.text(PARAMETER)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(name -> named(name.strip())
                                .orElseThrow(() -> given.bad(
                                        PARAMETER,
                                        "is not a list of "
                                                + Arrays.stream(values())
                                                        .map(EngineConfiguration::label)
                                                        .collect(Collectors.joining(",")))))
                        .toList())
                .orElse(List.of());
        Repeated.first(asked).ifPresent(twice -> {
            throw given.bad(
                    PARAMETER,
                    "has " + twice.label() + " twice; give each once, and repeat runs with "
                            + GivenAs.setting("repeats", "3"));
        });
        return asked;
    }

    private static Optional<EngineConfiguration> named(String name) {
        return Arrays.stream(values()).filter(each -> each.label().equals(name)).findFirst();
    }
}
