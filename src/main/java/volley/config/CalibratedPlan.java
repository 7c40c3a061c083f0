package volley.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A simulation whose plan {@code volley.Calibrate} can play, with that simulation's defaults. */
public enum CalibratedPlan {
    MULTITURN("Multiturn"),
    SINGLE_TURN("SingleTurn"),
    SHARED_PREFIX("SharedPrefix"),
    SYNTHETIC_MULTITURN("SyntheticMultiturn"),
    MULTIMODAL("Multimodal"),
    TRACE_REPLAY("TraceReplay");

    /** Name of the simulation that plays them. */
    public static final String MODE = "calibrate";

    static final String PARAMETER = "calibrate";

    private static final String PACKAGE = "volley.";
    private static final String COMPARISON = "compareservers";

    private final String className;

    CalibratedPlan(String className) {
        this.className = className;
    }

    /** Class of the simulation, which is what {@code -Dvolley.calibrate} is given. */
    public String className() {
        return className;
    }

    /** The same with its package. */
    public String simulation() {
        return PACKAGE + className;
    }

    /** Name of the simulation in plans and for its defaults. */
    public String mode() {
        return className.toLowerCase(Locale.ROOT);
    }

    /**
     * The plans with which a run is calibrated: its own; of a comparison, which plays conversations that are made or those of
     * a dataset, either. None for a name that is not known.
     *
     * @param mode name of the simulation that runs
     */
    public static List<CalibratedPlan> of(String mode) {
        return mode.equals(COMPARISON)
                ? List.of(SYNTHETIC_MULTITURN, MULTITURN)
                : Arrays.stream(values())
                        .filter(plan -> plan.mode().equals(mode))
                        .toList();
    }

    /** @throws BadInputException for a name that is none of them */
    static CalibratedPlan read(Parameters given) {
        String name = given.text(PARAMETER).orElse("").toLowerCase(Locale.ROOT).replace("-", "");
        String asked = name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
        if (asked.equals(COMPARISON)) {
            throw given.bad(
                    PARAMETER,
                    "plays on several servers, but a calibration has one; give SyntheticMultiturn for conversations made"
                            + " here, Multiturn for those of a dataset");
        }
        return Arrays.stream(values())
                .filter(plan -> plan.mode().equals(asked))
                .findFirst()
                .orElseThrow(() -> given.bad(
                        PARAMETER,
                        "is no simulation with a plan to calibrate; those are "
                                + Arrays.stream(values())
                                        .map(plan -> plan.className)
                                        .collect(Collectors.joining(", "))));
    }

    /** @throws BadInputException where the plan is not one, or nobody would play it */
    static void check(Parameters given, Settings settings) {
        if (settings.calibrated().isEmpty()) {
            if (given.isGiven(PARAMETER)) {
                throw given.bad(
                        PARAMETER,
                        "is for volley.Calibrate; run that, with -Dgatling.simulationClass=volley.Calibrate, or leave it"
                                + " out");
            }
            return;
        }
        int rates = settings.generated().dialogues().requestsPerSecond().size();
        if (settings.calibrated().get() == SYNTHETIC_MULTITURN && rates > 1) {
            throw given.bad(
                    PARAMETER,
                    "has " + rates + " rates (volley.sweep-rates="
                            + settings.effective().get("sweep-rates")
                            + "), but a calibration plays one; give it, such as -Dvolley.request-rate=8");
        }
    }
}
