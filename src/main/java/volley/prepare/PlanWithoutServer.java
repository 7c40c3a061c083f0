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

    /** As the other, for whatever Volley plays: of a comparison that each server gets, of a calibration that it plays. */
    public static Preparation anyOf(PlayedSimulation simulation, Settings settings) {
        SimulationKind kind = settings.calibrated().orElse(simulation.kind());
        return settings.comparesServers(kind) && !kind.can(SimulationKind.Ability.SWEEP)
                ? ComparisonPlan.of(simulation, settings).base()
                : of(kind, settings);
    }

    /** As the simulation itself makes it, on no server; of a sweep, at its first rate. */
    public static Preparation of(SimulationKind kind, Settings settings) {
        PlayedSimulation simulation = PlayedSimulation.of(kind);
        return kind.can(SimulationKind.Ability.SWEEP)
                ? SweepPlan.prepare(simulation, settings, NO_SERVER).get(0)
                : Preparation.of(simulation, settings, NO_SERVER);
    }
}
