package volley.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import volley.client.WireFormat;
import volley.config.BadInputException;
import volley.config.Generated;
import volley.config.GivenAs;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.TextStore;
import volley.dataset.synthetic.SyntheticDialogues;
import volley.plan.Plan;
import volley.plan.ShardSplit;
import volley.tokenizer.Tokenizer;

/**
 * Prepares synthetic conversations for each rate of a sweep: the same server, tokenizer, rounds and lengths, and texts
 * of their own.
 */
public final class SweepPlan {
    private SweepPlan() {}

    /** @throws BadInputException for whatever the user can mend */
    public static List<Preparation> prepare(PlayedSimulation simulation, Properties systemProperties) {
        return prepare(simulation, SettingsReader.read(systemProperties, simulation.kind()), Preparation::target);
    }

    /** As the other, with settings of its own and another choice of the server. */
    public static List<Preparation> prepare(
            PlayedSimulation simulation, Settings settings, Preparation.ServerChoice server) {
        return prepare(simulation, settings, Preparation.running(settings), server);
    }

    /** @param running a server that runs, whose tokenizer it is */
    static List<Preparation> prepare(
            PlayedSimulation simulation, Settings given, Optional<Target> running, Preparation.ServerChoice server) {
        Generated.Dialogues asked = given.generated().dialogues();
        requireSynthetic(given);
        Settings settings = HistoryChoice.of(given, running);
        Tokenizer tokenizer = Preparation.tokenizer(settings, running);
        PromptForm prompts =
                PromptForm.of(tokenizer, WireFormat.of(settings.server().api()));
        int rates = asked.requestsPerSecond().size();
        List<Preparation> onNoServer = new ArrayList<>();
        try (TextStore texts = SentTexts.of(settings)) {
            List<WorkloadSource> sources = sources(settings, tokenizer, texts);
            for (double rate : asked.requestsPerSecond()) {
                Settings atRate = settings.atRate(rate);
                WorkloadSource source = sources.get(onNoServer.size());
                Plan whole = Plan.of(
                        simulation.kind().mode(),
                        source.dataset().conversations(),
                        SessionPlan.load(atRate),
                        settings.workload().seed());
                Plan plan = ShardSplit.of(whole, settings.shards().shard());
                Phase phase = rates == 1 ? Phase.ONLY : Phase.atRate(rate, onNoServer.size() + 1, rates);
                onNoServer.add(new Preparation(
                        simulation,
                        atRate,
                        Optional.empty(),
                        prompts,
                        settings.shards().isOneOfSeveral() ? source.of(plan) : source,
                        plan,
                        phase));
            }
        }
        return server.target(settings, running, tokenizer)
                .map(target -> onNoServer.stream()
                        .map(each -> each.on(target, each.phase()))
                        .toList())
                .orElse(onNoServer);
    }

    private static List<WorkloadSource> sources(Settings settings, Tokenizer tokenizer, TextStore texts) {
        Generated.Dialogues asked = settings.generated().dialogues();
        return asked.newSessions()
                ? SessionPlan.sources(settings, tokenizer, texts)
                : SyntheticDialogues.make(settings, asked.requestsPerSecond().size(), tokenizer, texts).stream()
                        .map(made -> WorkloadSource.of(
                                "synthetic conversations, a new text behind each answer of the server", made))
                        .toList();
    }

    private static void requireSynthetic(Settings settings) {
        if (!settings.workload().datasetName().equals(SyntheticDialogues.NAME)) {
            throw new BadInputException(
                    GivenAs.setting("dataset-name", settings.workload().datasetName())
                            + " is not what " + GivenAs.name(SimulationKind.SYNTHETIC_MULTITURN)
                            + " plays: it makes its own conversations, of the texts of the"
                            + " ShareGPT file in " + GivenAs.parameter("dataset-path") + "; leave "
                            + GivenAs.parameter("dataset-name") + " out");
        }
    }
}
