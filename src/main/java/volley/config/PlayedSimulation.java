package volley.config;

import java.util.Locale;

/**
 * The simulation of a run: one of Volley's, or a class of a user's own that plays as one of them.
 *
 * @param kind whose defaults and abilities it has
 * @param className with its package
 */
public record PlayedSimulation(SimulationKind kind, String className) {
    /** One of Volley's own. */
    public static PlayedSimulation of(SimulationKind kind) {
        return new PlayedSimulation(kind, kind.simulation());
    }

    /** Whether it is a class of a user's own. */
    public boolean isOwn() {
        return !className.equals(kind.simulation());
    }

    /** Its name in results and folders: that of its class without package, in lower case. */
    public String mode() {
        return className.substring(className.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
