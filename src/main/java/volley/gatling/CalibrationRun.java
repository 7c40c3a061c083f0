package volley.gatling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.calibration.Calibration;
import volley.calibration.ServerProcess;
import volley.calibration.Tags;
import volley.calibration.TimePairs;
import volley.dataset.Conversation;
import volley.dataset.PromptText;
import volley.dataset.Turn;
import volley.dataset.TurnSelection;
import volley.plan.Plan;
import volley.tokenizer.Tokenizer;

/**
 * A plan played against a simulated server in a process of its own, which notes when it wrote each token. What the client
 * saw is laid beside it after the run: the difference is the client's own error at that load on this machine.
 */
public final class CalibrationRun {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationRun.class);

    private final LoadRun run;

    private CalibrationRun(LoadRun run) {
        this.run = run;
    }

    /** As {@link LoadRun#prepare}. A server that is named is asked for its model, and left in peace. */
    public static CalibrationRun prepare() {
        return LoadRun.orExit(() -> {
            LoadRun.doWhatNeedsNoRun(ServerProcess.MODE);
            Properties given = System.getProperties();
            ServerProcess[] started = new ServerProcess[1];
            Preparation prepared = Preparation.of(
                    ServerProcess.MODE, TurnSelection.MULTI_TURN, given, (settings, running, tokenizer) -> {
                        if (settings.output().dryRun()) {
                            return Optional.empty();
                        }
                        started[0] = ServerProcess.start(given);
                        return Optional.of(Target.loopback(started[0].baseUrl(), settings));
                    });
            System.out.println(PlanText.of(prepared));
            if (started[0] == null) {
                System.exit(0);
            }
            return new CalibrationRun(calibrating(new LoadRun(tagged(prepared), true), started[0]));
        });
    }

    private static LoadRun calibrating(LoadRun run, ServerProcess server) {
        TimePairs pairs = new TimePairs();
        Playing playing = run.playing();
        playing.note("the server is simulated, in a process of its own: its times are a model's");
        playing.onlookers().add((turn, figures) -> pairs.seen(turn));
        playing.onlookers().calibrate(folder -> compare(server, pairs, folder, playing));
        return run;
    }

    /** A calibration that fails must not cost the run its results. */
    private static Optional<Calibration> compare(ServerProcess server, TimePairs pairs, Path folder, Playing playing) {
        try (server) {
            Calibration found =
                    server.compare(pairs, folder.resolve(Calibration.FILE_NAME).toString());
            found.write(folder);
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            LOG.error("the calibration failed", e);
            playing.note("NOT CALIBRATED: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The same plan with a number before each conversation, by which client and server mean the same one. */
    private static Preparation tagged(Preparation prepared) {
        Plan plan = prepared.plan();
        List<Conversation> conversations = new ArrayList<>();
        for (Conversation conversation : plan.conversations()) {
            conversations.add(tagged(conversation, Tags.before(conversations.size()), prepared.tokenizer()));
        }
        return prepared.with(new Plan(
                plan.mode(), List.copyOf(conversations), plan.load(), plan.seed(), plan.arrivalsNs(), plan.hash()));
    }

    private static Conversation tagged(Conversation conversation, String tag, Tokenizer tokenizer) {
        List<Turn> turns = new ArrayList<>(conversation.turns());
        Turn first = turns.get(0);
        turns.set(
                0,
                new Turn(
                        PromptText.of(tag + first.prompt()),
                        first.media(),
                        first.promptTokens() + tokenizer.count(tag),
                        first.outputTokens()));
        return new Conversation(conversation.id(), turns);
    }

    /** What goes into the scenario. */
    public LoadRun run() {
        return run;
    }
}
