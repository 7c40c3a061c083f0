package volley.prepare;

import java.util.Optional;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SimulationKind;

/** A simulation's plan made for its own sake: to be played elsewhere, or once more. */
public final class PlanWithoutServer {
    /** Asks no server to play against. */
    public static final Preparation.ServerChoice NO_SERVER = (any, running, tokenizer) -> Optional.empty();

    private PlanWithoutServer() {}

    /** As the simulation itself makes it, on no server; of a sweep, at its first rate. */
    public static Preparation of(SimulationKind kind, Settings settings) {
        PlayedSimulation simulation = PlayedSimulation.of(kind);
        return kind.can(SimulationKind.Ability.SWEEP)
                ? SweepPlan.prepare(simulation, settings, NO_SERVER).get(0)
                : Preparation.of(simulation, settings, NO_SERVER);
    }
}
