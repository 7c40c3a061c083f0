package volley.prepare;

import java.util.Properties;
import volley.calibration.ServerProcess;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

/**
 * The plan of a simulation, to be played against a simulated server in a process of its own.
 *
 * @param played the simulation whose turns are played
 * @param prepared without a server
 * @param given the parameters, for the server too
 */
public record CalibrationPlan(SimulationKind played, Preparation prepared, Properties given) {
    /**
     * @param calibration the simulation that calibrates
     * @throws volley.config.BadInputException for whatever the user can mend
     */
    public static CalibrationPlan of(PlayedSimulation calibration, Properties given) {
        Settings settings = SettingsReader.read(given, calibration.kind());
        SimulationKind played = settings.calibrated().orElseThrow();
        return new CalibrationPlan(played, PlanWithoutServer.of(played, settings), given);
    }

    /** For the console: whose plan it is, and, where nothing more comes, the plan. */
    public String describe(String mode) {
        String whose = mode + ": the plan of " + played.simulation();
        return prepared.settings().output().dryRun() ? whose + System.lineSeparator() + PlanText.of(prepared) : whose;
    }

    /** Starts the server. */
    public ServerProcess start() {
        return ServerProcess.start(given, prepared.format());
    }

    /** The plan on the server that was started. */
    public Preparation on(ServerProcess server) {
        return prepared.on(Target.loopback(server.baseUrl(), prepared.settings()), Phase.ONLY);
    }
}
