package volley.prepare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import volley.client.ApiKey;
import volley.config.ComparisonSettings;
import volley.config.ComparisonSettings.Endpoint;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.report.compare.Comparison;
import volley.report.compare.RunUnit;
import volley.report.compare.ServerRun;
import volley.report.compare.SmallestEffect;

/**
 * A sweep's rates on several servers that run: at one rate after the other each server is asked, there and back. The first
 * repeat of a server is in the folder that a sweep on it alone would have; the others are in {@code repeats} beside that.
 *
 * @param rates the sweep's, in the order in which they are played, on no server
 * @param runs in the order in which they are played
 */
public record SweepOnServers(List<Preparation> rates, List<Run> runs) {
    /**
     * One rate on one server.
     *
     * @param rate place among the rates
     * @param repeat which of the server's runs at that rate, from 1
     */
    public record Run(String server, int rate, int repeat, Phase phase) {}

    /** @throws volley.config.BadInputException for whatever the user can mend */
    public static SweepOnServers of(PlayedSimulation simulation, Properties systemProperties) {
        Settings settings = SettingsReader.read(systemProperties, simulation.kind());
        List<Endpoint> endpoints = settings.comparison().endpoints();
        Optional<Target> first =
                settings.output().dryRun() ? Optional.empty() : Optional.of(target(settings, endpoints.get(0)));
        List<Preparation> rates = SweepPlan.prepare(simulation, settings, first, PlanWithoutServer.NO_SERVER);
        return new SweepOnServers(rates, runs(rates, endpoints));
    }

    private static List<Run> runs(List<Preparation> rates, List<Endpoint> endpoints) {
        List<String> names = endpoints.stream().map(Endpoint::name).toList();
        List<ThereAndBack.Leg> legs =
                ThereAndBack.of(names, rates.get(0).settings().comparison().repeats());
        List<Run> runs = new ArrayList<>();
        for (int rate = 0; rate < rates.size(); rate++) {
            for (ThereAndBack.Leg leg : legs) {
                Phase phase = rates.get(rate)
                        .phase()
                        .onRepeatedly(leg.server(), leg.repeat(), runs.size() + 1, rates.size() * legs.size());
                runs.add(new Run(leg.server(), rate, leg.repeat(), phase));
            }
        }
        return List.copyOf(runs);
    }

    private static Target target(Settings settings, Endpoint endpoint) {
        return Target.running(settings.server(), endpoint, ApiKey.fromEnvironment());
    }

    /** Connects to each server, and makes the runs. */
    public List<Preparation> connected() {
        Settings settings = rates.get(0).settings();
        Map<String, Target> targets = new LinkedHashMap<>();
        settings.comparison().endpoints().forEach(endpoint -> targets.put(endpoint.name(), target(settings, endpoint)));
        return runs.stream()
                .map(run -> rates.get(run.rate()).on(targets.get(run.server()), run.phase()))
                .toList();
    }

    public List<String> servers() {
        return runs.stream().map(Run::server).distinct().toList();
    }

    /** Turns per second asked for; infinite: as soon as a turn is ready. */
    public double requestsPerSecond(int rate) {
        return rates.get(rate).settings().load().requestsPerSecond();
    }

    /** Where the runs of a rate have their results. */
    public List<ServerRun> folders(Path folder, int rate) {
        return runs.stream()
                .filter(run -> run.rate() == rate)
                .map(run ->
                        new ServerRun(run.server(), folder.resolve(run.phase().folder())))
                .toList();
    }

    /** How the runs are compared. */
    public Comparison.Rule rule() {
        ComparisonSettings asked = rates.get(0).settings().comparison();
        return new Comparison.Rule(RunUnit.REPEAT, new SmallestEffect(asked.smallestPercent(), asked.smallestTtftMs()));
    }

    /** What is played, for the console. */
    public String describe() {
        return PlanText.ofAll(rates) + "\n  compares   " + String.join(", ", servers()) + "; runs at each rate: "
                + runs.stream().filter(run -> run.rate() == 0).map(Run::server).collect(Collectors.joining(" "));
    }
}
