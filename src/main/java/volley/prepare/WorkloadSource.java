package volley.prepare;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.config.MediaSettings;
import volley.config.Mix;
import volley.config.Settings;
import volley.config.SimulationKind;
import volley.config.TurnSelection;
import volley.dataset.Conversation;
import volley.dataset.ConversationSource;
import volley.dataset.Dataset;
import volley.dataset.DatasetFormat;
import volley.dataset.DatasetRequest;
import volley.dataset.Datasets;
import volley.dataset.FilterCounts;
import volley.dataset.MediaSource;
import volley.dataset.TextStore;
import volley.dataset.TraceOptions;
import volley.dataset.synthetic.CacheDial;
import volley.dataset.synthetic.GeneratedDataset;
import volley.dataset.synthetic.LengthReport;
import volley.dataset.synthetic.MixUsers;
import volley.dataset.synthetic.PrefixGroups;
import volley.dataset.synthetic.RandomRequests;
import volley.plan.Plan;
import volley.tokenizer.Tokenizer;
import volley.video.MediaStore;

/**
 * What a run's conversations are made from.
 *
 * @param summary what the server will see, in a clause
 * @param lengths how exact the prompts' lengths are, where they were made to one
 */
public record WorkloadSource(String summary, Dataset dataset, Optional<LengthReport> lengths) {
    /** Requests made when neither a number nor a server is named: as many as the sample has conversations. */
    private static final int SAMPLE_REQUESTS = 24;

    private static final String OF_SIMULATION = "conversations of the simulation's own";

    static WorkloadSource of(String summary, GeneratedDataset generated) {
        return new WorkloadSource(summary, generated.dataset(), Optional.of(generated.lengths()));
    }

    /**
     * Reads or makes the conversations.
     *
     * @param texts where their texts are kept
     * @throws BadInputException if that cannot be done, or the dataset does not fit the mode
     */
    static WorkloadSource load(Settings settings, TurnSelection turns, Tokenizer tokenizer, TextStore texts) {
        return switch (settings.workload().datasetName()) {
            case RandomRequests.NAME -> random(settings, turns, tokenizer, texts);
            case CacheDial.NAME -> dial(settings, turns, tokenizer);
            case PrefixGroups.NAME -> groups(settings, turns, tokenizer, texts);
            case Mix.DATASET -> mix(settings, turns, tokenizer, texts);
            default -> file(settings, turns, tokenizer, texts);
        };
    }

    /**
     * The conversations of a simulation's own, as many as were asked for.
     *
     * @param texts where their texts are kept
     * @throws BadInputException if there is none, or a dataset is named too
     */
    static WorkloadSource own(ConversationSource source, Settings settings, Tokenizer tokenizer, TextStore texts) {
        Settings.Workload workload = settings.workload();
        if (workload.datasetPath().isPresent()) {
            throw new BadInputException(GivenAs.parameter("dataset-path")
                    + " is not read: the simulation has conversations of its own; leave it out");
        }
        int most = workload.conversations().orElse(Integer.MAX_VALUE);
        List<Conversation> asked = new ArrayList<>();
        try {
            Iterator<Conversation> all = source.conversations(tokenizer).iterator();
            while (asked.size() < most && all.hasNext()) {
                asked.add(withTurns(all.next()).in(texts));
            }
        } catch (UncheckedIOException e) {
            throw new BadInputException(
                    "the simulation's own conversations cannot be read (" + IoReason.of(e.getCause()) + ")");
        }
        if (asked.isEmpty()) {
            throw new BadInputException("the simulation's own conversations are none; let it give at least one");
        }
        return new WorkloadSource(
                OF_SIMULATION, new Dataset(asked, new FilterCounts(Map.of()), asked.size()), Optional.empty());
    }

    private static Conversation withTurns(Conversation conversation) {
        if (conversation.turns().isEmpty()) {
            throw new BadInputException("the simulation's own conversation " + conversation.id()
                    + " has no turn; let it have at least one");
        }
        return conversation;
    }

    /** Without the texts that other generators of the plan send. */
    WorkloadSource of(Plan part) {
        return new WorkloadSource(summary, dataset.with(part.conversations()), lengths);
    }

    /** Whether the simulation brought its conversations along, in place of a dataset. */
    boolean ofSimulation() {
        return summary.equals(OF_SIMULATION);
    }

    private static WorkloadSource random(Settings settings, TurnSelection turns, Tokenizer tokenizer, TextStore texts) {
        if (turns != TurnSelection.FIRST_TURN) {
            throw new BadInputException(GivenAs.setting("dataset-name", "random") + " makes single requests; "
                    + playIn(SimulationKind.SINGLE_TURN, settings));
        }
        return of(
                "single requests of random lengths", RandomRequests.make(settings, count(settings), tokenizer, texts));
    }

    private static int count(Settings settings) {
        int unnamed = settings.server().baseUrl().isPresent() ? Settings.DEFAULT_CONVERSATIONS : SAMPLE_REQUESTS;
        return settings.workload().conversations().orElse(unnamed);
    }

    private static WorkloadSource dial(Settings settings, TurnSelection turns, Tokenizer tokenizer) {
        if (turns != TurnSelection.FIRST_TURN) {
            throw new BadInputException(GivenAs.setting("dataset-name", "cache-dial") + " makes single requests; "
                    + playIn(SimulationKind.SINGLE_TURN, settings));
        }
        return of(
                "requests of which a cache without limit has a part of "
                        + settings.generated().dial().hitRate(),
                CacheDial.make(settings, count(settings), tokenizer));
    }

    private static WorkloadSource mix(Settings settings, TurnSelection turns, Tokenizer tokenizer, TextStore texts) {
        if (turns != TurnSelection.MULTI_TURN) {
            throw new BadInputException(GivenAs.setting("dataset-name", Mix.DATASET) + " makes conversations; "
                    + playIn(SimulationKind.MULTITURN, settings));
        }
        return new WorkloadSource(
                "users of some rounds each, with a pause after each answer",
                MixUsers.make(settings, tokenizer, texts),
                Optional.empty());
    }

    private static WorkloadSource groups(Settings settings, TurnSelection turns, Tokenizer tokenizer, TextStore texts) {
        if (turns != TurnSelection.SHARED_PREFIX) {
            throw new BadInputException(GivenAs.setting("dataset-name", "generated-shared-prefix")
                    + " makes prompts with a common prefix; " + playIn(SimulationKind.SHARED_PREFIX, settings));
        }
        boolean flat = !settings.generated().groups().asTurns();
        WorkloadSource groups = of(
                flat
                        ? "each question behind its group's system prompt, those of a group one after the other"
                        : "a conversation a group: its system prompt, then question after question",
                PrefixGroups.make(settings, flat, tokenizer, texts));
        return flat ? groups.flat() : groups;
    }

    private static String playIn(SimulationKind simulation, Settings settings) {
        return settings.calibrated().isPresent()
                ? "play them with " + GivenAs.setting("calibrate", simulation.className())
                : "run them with " + GivenAs.running(simulation);
    }

    private static WorkloadSource file(Settings settings, TurnSelection turns, Tokenizer tokenizer, TextStore texts) {
        Settings.Workload workload = settings.workload();
        DatasetFormat format = DatasetFormat.named(workload.datasetName());
        DatasetRequest request = new DatasetRequest(
                format,
                workload.datasetPath().orElseGet(format::sample),
                workload.conversations(),
                workload.shuffle(),
                workload.seed(),
                workload.fixedOutputTokens(),
                turns,
                settings.output().progressBars(),
                new TraceOptions(
                        settings.trace().blockTokens(), settings.trace().msPerTime()));
        WorkloadSource read = new WorkloadSource(
                format == DatasetFormat.MOONCAKE ? "the requests of a trace" : summary(turns),
                Datasets.load(workload.fewerWillDo() ? request.orFewer() : request, tokenizer, media(settings), texts),
                Optional.empty());
        return turns == TurnSelection.SHARED_PREFIX ? read.flat() : read;
    }

    private static String summary(TurnSelection turns) {
        return switch (turns) {
            case MULTI_TURN -> "conversations take turns, each turn behind the server's own answers";
            case FIRST_TURN -> "the first turn of each conversation, a request of its own";
            case SHARED_PREFIX -> "each question behind its whole document, those of a document one after the other";
        };
    }

    private static MediaSource media(Settings settings) {
        MediaSettings media = settings.media();
        return new MediaSource(
                media.folder(),
                media.videoMap(),
                MediaStore.open(media.cache(), media.form(), media.maxFrames(), media.frameFormat()));
    }

    /** Every turn a conversation of its own, in the same order: none waits for the answer of another. */
    private WorkloadSource flat() {
        List<Conversation> requests = new ArrayList<>();
        for (Conversation conversation : dataset.conversations()) {
            for (int i = 0; i < conversation.turns().size(); i++) {
                requests.add(new Conversation(
                        conversation.id() + "/" + (i + 1),
                        List.of(conversation.turns().get(i))));
            }
        }
        return new WorkloadSource(summary, new Dataset(requests, dataset.filtered(), dataset.recordsRead()), lengths);
    }
}
