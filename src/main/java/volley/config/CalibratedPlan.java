package volley.config;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import volley.config.SimulationKind.Ability;

/** The simulation whose plan {@code volley.Calibrate} plays, with that simulation's defaults. */
public final class CalibratedPlan {
    static final String PARAMETER = "calibrate";
    private static final String PACKAGE = "volley.";

    private CalibratedPlan() {}

    /** @throws BadInputException for a name that is none with a plan to calibrate */
    static SimulationKind read(Parameters given) {
        String name = given.text(PARAMETER).orElse("").toLowerCase(Locale.ROOT).replace("-", "");
        String asked = name.startsWith(PACKAGE) ? name.substring(PACKAGE.length()) : name;
        SimulationKind kind = SimulationKind.ofMode(asked).orElseThrow(() -> notOne(given));
        if (kind.can(Ability.COMPARISON)) {
            throw given.bad(
                    PARAMETER,
                    "plays on several servers, but a calibration has one; give SyntheticMultiturn for conversations made"
                            + " here, Multiturn for those of a dataset");
        }
        if (!kind.can(Ability.CALIBRATED)) {
            throw notOne(given);
        }
        return kind;
    }

    private static BadInputException notOne(Parameters given) {
        List<SimulationKind> all = SimulationKind.allThatCan(Ability.CALIBRATED);
        return given.bad(
                PARAMETER,
                "is no simulation with a plan to calibrate; those are "
                        + all.stream().map(SimulationKind::className).collect(Collectors.joining(", ")));
    }
}
