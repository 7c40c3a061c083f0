package volley.gatling;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import volley.client.ApiKey;
import volley.config.Settings;
import volley.config.SimulatedEngine;
import volley.dataset.Dataset;
import volley.dataset.DatasetFormat;
import volley.dataset.DatasetRequest;
import volley.dataset.Datasets;
import volley.dataset.TurnSelection;
import volley.plan.Plan;
import volley.tokenizer.HubAccess;
import volley.tokenizer.TemplateOverhead;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/**
 * Everything that can be wrong before the first request, in the order in which a user wants to hear of it: parameters,
 * server, tokenizer, dataset.
 *
 * @param target absent in a dry run and in virtual time
 * @param phase its place, if it is one of several runs
 */
record Preparation(
        Settings settings,
        Optional<Target> target,
        Tokenizer tokenizer,
        TemplateOverhead overhead,
        Dataset dataset,
        Plan plan,
        Phase phase) {
    /** Folder of the tokenizer that comes with Volley. */
    private static final String BUNDLED_TOKENIZER = "data/tokenizer";

    /**
     * @param mode name of the simulation
     * @throws volley.config.BadInputException for whatever the user can mend
     */
    static Preparation of(String mode, TurnSelection turns, Properties systemProperties) {
        Settings settings = Settings.from(systemProperties, mode);
        DatasetFormat format = DatasetFormat.named(settings.workload().datasetName());
        Optional<Target> running = settings.output().dryRun()
                ? Optional.empty()
                : settings.server()
                        .baseUrl()
                        .map(url -> Target.running(settings.server(), url, ApiKey.fromEnvironment()));
        Tokenizer tokenizer = tokenizer(settings, running);
        Dataset dataset = Datasets.load(request(settings, format, turns), tokenizer);
        Plan plan = Plan.of(
                mode,
                dataset.conversations(),
                settings.load(),
                settings.workload().seed());
        Optional<Target> target =
                settings.output().dryRun() || settings.simulated().virtual()
                        ? Optional.empty()
                        : Optional.of(running.orElseGet(() -> Target.simulated(settings, tokenizer)));
        return new Preparation(settings, target, tokenizer, TemplateOverhead.of(tokenizer), dataset, plan, Phase.ONLY);
    }

    /** The same plan on another simulated engine, as one run of several. */
    Preparation on(SimulatedEngine engine, Phase place) {
        return new Preparation(
                settings.withEngine(engine), Optional.empty(), tokenizer, overhead, dataset, plan, place);
    }

    /** The same conversations at another rate, on no server. */
    Preparation at(double requestsPerSecond) {
        Settings.Load load = settings.load();
        Settings.Load other = new Settings.Load(
                requestsPerSecond,
                load.arrivals(),
                load.burstiness(),
                load.rampUp(),
                load.order(),
                load.pacing(),
                load.maxConcurrency());
        Plan otherPlan = Plan.of(plan.mode(), plan.conversations(), other, plan.seed());
        return new Preparation(settings, Optional.empty(), tokenizer, overhead, dataset, otherPlan, phase);
    }

    /** The same plan against a server, as one run of several. */
    Preparation on(Target server, Phase place) {
        return new Preparation(settings, Optional.of(server), tokenizer, overhead, dataset, plan, place);
    }

    static Tokenizer tokenizer(Settings settings, Optional<Target> running) {
        boolean simulated = settings.server().baseUrl().isEmpty();
        String name = settings.workload()
                .tokenizer()
                .or(() -> simulated ? Optional.of(BUNDLED_TOKENIZER) : Optional.empty())
                .or(() -> settings.server().model())
                .or(() -> running.map(Target::model))
                .orElse(BUNDLED_TOKENIZER);
        HubAccess hub = HubAccess.from(System.getenv(), Path.of(System.getProperty("user.home")));
        return Tokenizers.load(name, settings.workload().chatTemplate(), hub);
    }

    static DatasetRequest request(Settings settings, DatasetFormat format, TurnSelection turns) {
        Settings.Workload workload = settings.workload();
        return new DatasetRequest(
                format,
                workload.datasetPath().orElse(Path.of(format.samplePath())),
                workload.conversations(),
                workload.shuffle(),
                workload.seed(),
                workload.fixedOutputTokens(),
                turns,
                settings.output().progressBars());
    }
}
