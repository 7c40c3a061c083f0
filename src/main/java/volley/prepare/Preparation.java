package volley.prepare;

import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import volley.client.ApiKey;
import volley.client.WireFormat;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.GivenAs;
import volley.config.LoadSettings;
import volley.config.OrderPolicy;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulatedEngine;
import volley.config.TemplateSettings;
import volley.dataset.ConversationSource;
import volley.dataset.Dataset;
import volley.dataset.TextStore;
import volley.hub.Hub;
import volley.metrics.Targets;
import volley.plan.Plan;
import volley.plan.ShardSplit;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.TemplateChoice;
import volley.tokenizer.TemplateOverhead;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/**
 * Everything that can be wrong before the first request, in the order in which a user wants to hear of it: parameters,
 * server, tokenizer, dataset.
 *
 * @param simulation that plays it
 * @param target absent in a dry run and in virtual time
 * @param phase its place, if it is one of several runs
 */
public record Preparation(
        PlayedSimulation simulation,
        Settings settings,
        Optional<Target> target,
        PromptForm prompts,
        WorkloadSource source,
        Plan plan,
        Phase phase) {
    /** @throws volley.config.BadInputException for whatever the user can mend */
    public static Preparation of(PlayedSimulation simulation, Properties systemProperties) {
        return of(simulation, SettingsReader.read(systemProperties, simulation.kind()), Preparation::target);
    }

    /** As the other, with conversations of the simulation's own. */
    public static Preparation of(
            PlayedSimulation simulation, Properties systemProperties, ConversationSource conversations) {
        return of(
                simulation,
                SettingsReader.read(systemProperties, simulation.kind()),
                Preparation::target,
                conversations);
    }

    /** Chooses the server to play against, when the plan is made. */
    public interface ServerChoice {
        /** @param running the server the user named, if any */
        Optional<Target> target(Settings settings, Optional<Target> running, Tokenizer tokenizer);
    }

    /** As the other, with settings of its own and another choice of the server. */
    public static Preparation of(PlayedSimulation simulation, Settings settings, ServerChoice server) {
        return of(
                simulation,
                settings,
                server,
                (its, tokenizer, texts) ->
                        WorkloadSource.load(its, simulation.kind().turns(), tokenizer, texts));
    }

    /** As the other, with conversations of the simulation's own. */
    static Preparation of(
            PlayedSimulation simulation, Settings settings, ServerChoice server, ConversationSource conversations) {
        return of(
                simulation,
                settings,
                server,
                (its, tokenizer, texts) -> WorkloadSource.own(conversations, its, tokenizer, texts));
    }

    /** Makes the conversations. */
    private interface Workload {
        WorkloadSource load(Settings settings, Tokenizer tokenizer, TextStore texts);
    }

    private static Preparation of(PlayedSimulation simulation, Settings given, ServerChoice server, Workload workload) {
        Optional<Target> running = running(given);
        Settings settings = HistoryChoice.of(given, running);
        Tokenizer tokenizer = tokenizer(settings, running);
        WorkloadSource source;
        Plan plan;
        try (TextStore texts = SentTexts.of(settings)) {
            source = workload.load(settings, tokenizer, texts);
            requireMessagesForMedia(source.dataset(), settings);
            Plan whole = plan(simulation.kind().mode(), salted(source.dataset(), settings, tokenizer), settings);
            plan = ShardSplit.of(whole, settings.shards().shard());
        }
        Optional<Target> target = server.target(settings, running, tokenizer);
        PromptForm prompts =
                PromptForm.of(tokenizer, WireFormat.of(settings.server().api()));
        WorkloadSource kept = settings.shards().isOneOfSeveral() ? source.of(plan) : source;
        return new Preparation(simulation, settings, target, prompts, kept, plan, Phase.ONLY);
    }

    public Tokenizer tokenizer() {
        return prompts.tokenizer();
    }

    public TemplateOverhead overhead() {
        return prompts.overhead();
    }

    /** The server's interface to use. */
    public WireFormat format() {
        return prompts.format();
    }

    /** What the run is judged by. */
    public Targets targets() {
        return Targets.of(settings.slo());
    }

    private static void requireMessagesForMedia(Dataset dataset, Settings settings) {
        boolean media = dataset.conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .anyMatch(turn -> turn.media().isPresent());
        if (media && !settings.server().api().format().isChat()) {
            throw new BadInputException("Videos and images are parts of a chat's messages; leave "
                    + GivenAs.parameter("api-format") + " out");
        }
    }

    static Dataset salted(Dataset dataset, Settings settings, Tokenizer tokenizer) {
        return dataset.with(
                Salt.before(dataset.conversations(), settings.workload().salt(), tokenizer));
    }

    /** At the data's own times, where it has some. */
    static Plan plan(String mode, Dataset dataset, Settings settings) {
        long seed = settings.workload().seed();
        if (dataset.graph().isPresent() && settings.trace().sessions()) {
            return Plan.ordered(
                    mode, dataset.conversations(), settings.load(), seed, SessionOrder.of(dataset, settings));
        }
        return dataset.arrivalsNs()
                .map(recordedNs -> Plan.replay(
                        mode,
                        dataset.conversations(),
                        settings.load(),
                        seed,
                        recordedNs,
                        settings.trace().slowDown()))
                .orElseGet(() -> Plan.of(mode, dataset.conversations(), settings.load(), seed));
    }

    /** The server the user named; nothing if none is, or in a dry run. */
    static Optional<Target> running(Settings settings) {
        return settings.output().dryRun()
                ? Optional.empty()
                : settings.server()
                        .baseUrl()
                        .map(url -> Target.running(settings.server(), url, ApiKey.fromEnvironment()));
    }

    /** The server to play against: the one that runs, else the simulated one; nothing in a dry run. */
    static Optional<Target> target(Settings settings, Optional<Target> running, Tokenizer tokenizer) {
        return settings.output().dryRun() || settings.simulated().virtual()
                ? Optional.empty()
                : Optional.of(running.orElseGet(() -> Target.simulated(settings, tokenizer)));
    }

    /** The same plan on another simulated engine, as one run of several. */
    public Preparation on(SimulatedEngine engine, Phase place) {
        return with(settings.withEngine(engine), plan, place, Optional.empty());
    }

    /** The same plan against a server, as one run of several. */
    public Preparation on(Target server, Phase place) {
        return with(settings, plan, place, Optional.of(server));
    }

    /** Another plan in its place. */
    public Preparation with(Plan other) {
        return with(settings, other, phase, target);
    }

    /** Whether its arrivals or its order depend on the seed; those of a trace do not. */
    public boolean isDrawn() {
        return source.dataset().arrivalsNs().isEmpty()
                && (plan.load().order() == OrderPolicy.RANDOM
                        || !Arrays.equals(
                                plan.arrivalsNs(),
                                drawnFrom(plan.seed() + 1).plan().arrivalsNs()));
    }

    /** The same conversations with arrivals and order drawn from another seed, on no server. */
    public Preparation drawnFrom(long seed) {
        return with(settings, Plan.of(plan.mode(), plan.conversations(), plan.load(), seed), phase, Optional.empty());
    }

    /** The same conversations at another rate, on no server. */
    public Preparation at(double requestsPerSecond) {
        LoadSettings load =
                plan.load().toBuilder().requestsPerSecond(requestsPerSecond).build();
        Plan other = Plan.of(plan.mode(), plan.conversations(), load, plan.seed());
        return with(settings.atRate(requestsPerSecond), other, phase, Optional.empty());
    }

    /** Played by another simulation than the one that it is made for. */
    Preparation playedBy(PlayedSimulation other, Tokenizer itsTokenizer, Plan itsPlan) {
        return new Preparation(other, settings, target, prompts.countedBy(itsTokenizer), source, itsPlan, phase);
    }

    private Preparation with(Settings its, Plan played, Phase place, Optional<Target> server) {
        return new Preparation(simulation, its, server, prompts, source, played, place);
    }

    static Tokenizer tokenizer(Settings settings, Optional<Target> running) {
        boolean simulated = settings.server().baseUrl().isEmpty()
                && settings.comparison().endpoints().isEmpty();
        String name = settings.workload()
                .tokenizer()
                .or(() -> simulated ? Optional.of(BundledFiles.tokenizer().toString()) : Optional.empty())
                .or(() -> settings.server().model())
                .or(() -> running.map(Target::model).filter(model -> !model.equals(SimulatedServer.MODEL)))
                .orElseGet(() -> BundledFiles.tokenizer().toString());
        TemplateSettings template = settings.workload().template();
        Tokenizer tokenizer = Tokenizers.load(
                name, new TemplateChoice(template.none(), template.file(), template.variables()), Hub.ofThisProcess());
        tokenizer
                .templateProblem()
                .ifPresent(problem -> System.err.println(
                        "volley: prompts of chats cannot be counted here, and there is no cache lens: " + problem));
        return tokenizer;
    }
}
