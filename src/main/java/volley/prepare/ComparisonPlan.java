package volley.prepare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import volley.client.ApiKey;
import volley.client.WireFormat;
import volley.config.BadInputException;
import volley.config.ComparisonSettings;
import volley.config.ComparisonSettings.Endpoint;
import volley.config.EngineConfiguration;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulatedEngine;
import volley.config.SimulatedSettings;
import volley.dataset.TextStore;
import volley.dataset.synthetic.SyntheticDialogues;
import volley.plan.Plan;
import volley.report.compare.Comparison;
import volley.report.compare.RunUnit;
import volley.report.compare.ServerRun;
import volley.report.compare.SmallestEffect;
import volley.simulator.Engines;
import volley.tokenizer.Tokenizer;

/**
 * What a comparison runs: one plan, the servers, and the order of the runs.
 *
 * @param base the plan with its settings and dataset, on no server
 * @param simulated the simulated configurations by name; empty where endpoints are given
 * @param order one run each
 */
public record ComparisonPlan(Preparation base, Map<String, SimulatedEngine> simulated, List<Leg> order) {
    /** One run of one server. */
    private record Leg(String server, int repeat, Phase phase) {}

    /** @throws volley.config.BadInputException for whatever the user can mend */
    public static ComparisonPlan of(PlayedSimulation simulation, Properties systemProperties) {
        return of(simulation, SettingsReader.read(systemProperties, simulation.kind()));
    }

    /** As the other. */
    static ComparisonPlan of(PlayedSimulation simulation, Settings settings) {
        List<Endpoint> endpoints = settings.comparison().endpoints();
        boolean sends = !settings.output().dryRun() && !settings.simulated().virtual();
        Tokenizer tokenizer = tokenizer(settings, sends ? endpoints : List.of());
        WorkloadSource source = source(simulation, settings, tokenizer);
        Plan plan = Preparation.plan(
                simulation.kind().mode(), Preparation.salted(source.dataset(), settings, tokenizer), settings);
        Preparation base = new Preparation(
                simulation,
                settings,
                Optional.empty(),
                PromptForm.of(tokenizer, WireFormat.of(settings.server().api())),
                source,
                plan,
                Phase.ONLY);
        Map<String, SimulatedEngine> simulated = endpoints.isEmpty() ? configurations(settings.simulated()) : Map.of();
        List<String> names = endpoints.isEmpty()
                ? List.copyOf(simulated.keySet())
                : endpoints.stream().map(Endpoint::name).toList();
        return new ComparisonPlan(base, simulated, order(names, repeats(base)));
    }

    private static WorkloadSource source(PlayedSimulation simulation, Settings settings, Tokenizer tokenizer) {
        return settings.workload().datasetName().equals(SyntheticDialogues.NAME)
                ? WorkloadSource.of(
                        "synthetic conversations, every server the same ones",
                        SyntheticDialogues.make(settings, 1, tokenizer, TextStore.MEMORY)
                                .get(0))
                : WorkloadSource.load(settings, simulation.kind().turns(), tokenizer, TextStore.MEMORY);
    }

    /** In virtual time a second run would be the first again, if nothing is drawn. */
    private static int repeats(Preparation base) {
        return unit(base) == RunUnit.STRETCH ? 1 : base.settings().comparison().repeats();
    }

    private static RunUnit unit(Preparation base) {
        if (!base.settings().simulated().virtual()) {
            return RunUnit.REPEAT;
        }
        return base.isDrawn() ? RunUnit.SEED : RunUnit.STRETCH;
    }

    /** How the runs are compared. */
    public Comparison.Rule rule() {
        ComparisonSettings asked = base.settings().comparison();
        return new Comparison.Rule(unit(base), new SmallestEffect(asked.smallestPercent(), asked.smallestTtftMs()));
    }

    private static Tokenizer tokenizer(Settings settings, List<Endpoint> endpoints) {
        Optional<Target> first = endpoints.stream()
                .findFirst()
                .map(endpoint -> Target.running(settings.server(), endpoint, ApiKey.fromEnvironment()));
        return Preparation.tokenizer(settings, first);
    }

    /** Those asked for, else all. */
    private static Map<String, SimulatedEngine> configurations(SimulatedSettings asked) {
        List<EngineConfiguration> wanted =
                asked.configurations().isEmpty() ? List.of(EngineConfiguration.values()) : asked.configurations();
        Map<String, SimulatedEngine> all = new LinkedHashMap<>();
        wanted.forEach(each -> all.put(each.label(), each.of(asked.engine())));
        return all;
    }

    private static List<Leg> order(List<String> names, int repeats) {
        List<ThereAndBack.Leg> all = ThereAndBack.of(names, repeats);
        List<Leg> legs = new ArrayList<>();
        for (ThereAndBack.Leg each : all) {
            legs.add(new Leg(
                    each.server(),
                    each.repeat(),
                    Phase.ofServer(each.server(), each.repeat(), legs.size() + 1, all.size())));
        }
        return legs;
    }

    public int servers() {
        return order.size() / repeats(base);
    }

    /** Connects to each server, or starts it, and makes the runs; in virtual time there is nothing to connect to. */
    public List<Preparation> legs() {
        if (base.settings().simulated().virtual()) {
            return order.stream().map(this::alone).toList();
        }
        Map<String, Target> targets = new LinkedHashMap<>();
        base.settings()
                .comparison()
                .endpoints()
                .forEach(endpoint -> targets.put(
                        endpoint.name(), Target.running(base.settings().server(), endpoint, ApiKey.fromEnvironment())));
        simulated.forEach((name, engine) ->
                targets.put(name, Target.simulated(base.settings().withEngine(engine), base.tokenizer())));
        return order.stream()
                .map(leg -> alone(leg).on(targets.get(leg.server()), leg.phase()))
                .toList();
    }

    /**
     * The run whose results are in that folder of Gatling's, on no server.
     *
     * @throws BadInputException if there is none
     */
    public Preparation leg(String folder) {
        return order.stream()
                .filter(leg -> leg.phase().folder().equals(folder))
                .findFirst()
                .map(this::alone)
                .orElseThrow(() -> new BadInputException(folder + " is the folder of no run of this comparison"));
    }

    private Preparation alone(Leg leg) {
        Preparation drawn =
                unit(base) == RunUnit.SEED ? base.drawnFrom(base.plan().seed() + leg.repeat() - 1) : base;
        return simulated.isEmpty() ? drawn : drawn.on(simulated.get(leg.server()), leg.phase());
    }

    /** Where the runs' results are. */
    public List<ServerRun> folders(Path folder) {
        return order.stream()
                .map(leg ->
                        new ServerRun(leg.server(), folder.resolve(leg.phase().folder())))
                .toList();
    }

    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (!simulated.isEmpty()) {
            SimulatedEngine any = simulated.values().iterator().next();
            notes.add("the servers are simulated (" + any.modelPreset() + " on " + any.gpuPreset()
                    + "): their times are a model's");
            notes.add(String.format(
                    Locale.ROOT,
                    "each has room for %,d tokens of KV cache; the plan's texts have %,d tokens in all",
                    Engines.config(any).cache().deviceCapacityTokens(),
                    tokens()));
            if (!base.settings().simulated().virtual()) {
                any.speedupNote().ifPresent(notes::add);
            }
        }
        return notes;
    }

    private long tokens() {
        return base.plan().conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .mapToLong(turn -> (long) turn.promptTokens() + turn.outputTokens())
                .sum();
    }

    public String describe() {
        return PlanText.of(base) + "\n  compares   "
                + order.stream().limit(servers()).map(Leg::server).collect(Collectors.joining(", ")) + "; runs: "
                + order.stream().map(Leg::server).collect(Collectors.joining(" "));
    }
}
