package volley.play;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import volley.client.ControlOutcome;
import volley.cold.ColdStart;
import volley.cold.Coldness;
import volley.cold.Waiting;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.ColdSettings;
import volley.config.GivenAs;
import volley.config.Settings;
import volley.prepare.BarrierNote;
import volley.prepare.Preparation;
import volley.prepare.Target;
import volley.results.ServerCache;

/** What is asked of the server around the measured part, and what is said of it. */
public final class ServerSteps {
    private final Preparation prepared;
    private final Target target;
    private final PlayedResults results;
    private boolean described;

    /** @param results told what a reader of them must know */
    ServerSteps(Preparation prepared, Target target, PlayedResults results) {
        this.prepared = prepared;
        this.target = target;
        this.results = results;
    }

    /** Sends requests with text of their own. */
    public void warmUp(SingleRequests playing) {
        int requests = prepared.settings().requests().warmupRequests();
        WarmUpRequests.run(requests, prepared.plan().seed(), playing);
        say("Warm-up: " + requests
                + (requests == 1 ? " request with text of its own" : " requests with text of their own"));
    }

    /** Whether the run is refused if its cache is not proven cold. */
    boolean isColdRequired() {
        boolean compared =
                prepared.settings().comparesServers(prepared.simulation().kind());
        return settings().isRequired(compared)
                && !ColdOfShards.isOfAnother(prepared.settings().shards());
    }

    /**
     * Makes the run begin with an empty cache, as far as that is wanted and can be done, and says what came of it.
     *
     * @param mayRefuse whether the run may still be refused
     * @throws BadInputException if the server does not answer, or the run is not proven cold and may not begin so
     */
    void begin(SingleRequests playing, boolean mayRefuse) {
        describe();
        ColdStart.Begun begun = coldStart(playing);
        Coldness coldness = textSalted(begun.coldness());
        results.coldness(coldness);
        say("Cold" + prepared.phase().suffix() + ": " + coldness.text());
        if (mayRefuse && !playing.cancelled() && !coldness.isCold() && isColdRequired()) {
            throw new BadInputException(
                    "the run" + prepared.phase().suffix() + " would not begin with an empty cache: " + coldness.reason()
                            + "; mend that, or compare all the same with " + GivenAs.setting("require-cold", "never"));
        }
        playing.cacheSalt(begun.salt());
    }

    private ColdSettings settings() {
        return ColdOfShards.of(
                prepared.settings().shards(), prepared.settings().requests().cold());
    }

    private void describe() {
        if (described) {
            return;
        }
        described = true;
        target.simulated().ifPresent(server -> results.note("the server is simulated: its times are a model's"));
        prepared.source().lengths().ifPresent(lengths -> results.note("prompt lengths: " + lengths.describe()));
        target.route().notes(target.baseUrl()).forEach(results::note);
        prepared.settings()
                .server()
                .api()
                .whyText()
                .ifPresent(
                        why -> results.note("conversations were sent as text, which the server tokenizes anew, so that"
                                + " cache hits may end at an answer: " + why));
        sayIfFewer();
        BarrierNote.of(prepared).ifPresent(results::note);
        sayIfTheModelMayStop();
    }

    /** A dataset with fewer conversations than were asked for is played as it is under the original's commands only. */
    private void sayIfFewer() {
        OptionalInt asked = prepared.settings().workload().conversations();
        int found = prepared.source().dataset().conversations().size();
        if (asked.isPresent() && found < asked.getAsInt()) {
            results.note(asked.getAsInt() + " conversations were asked for, but the dataset has only " + found
                    + " that are usable");
        }
    }

    private ColdStart.Begun coldStart(SingleRequests playing) {
        Optional<Coldness> leftAlone =
                ColdOfShards.leftAlone(prepared.settings().shards(), InstantSource.system());
        if (leftAlone.isPresent()) {
            return new ColdStart.Begun(leftAlone.get(), Optional.empty());
        }
        Backend backend = prepared.settings().server().backend();
        try (DirectAsking asking = new DirectAsking(playing)) {
            ColdStart start = new ColdStart(
                    target.control(),
                    settings(),
                    backend.cacheSaltField(prepared.format().api()).isPresent(),
                    asking,
                    Waiting.onThisThread(playing::cancelled),
                    new SecureRandom());
            return start.begin(target.simulated().isEmpty(), this::keepsNoPrefix);
        }
    }

    private boolean keepsNoPrefix() {
        OptionalLong tokens =
                ServerCache.size(prepared.settings(), Optional.of(target)).gpuTokens();
        return tokens.isPresent() && tokens.getAsLong() == 0;
    }

    /** A text of the run's own before every prompt keeps runs apart as well, at the cost of its tokens. */
    private Coldness textSalted(Coldness coldness) {
        return coldness.isCold() || prepared.settings().workload().salt().isEmpty()
                ? coldness
                : Coldness.salted(coldness.reason() + "; every conversation begins with a text of its run's own"
                        + " (volley.salt), which is trusted to be in no other run");
    }

    private void sayIfTheModelMayStop() {
        Settings.Requests requests = prepared.settings().requests();
        Backend backend = prepared.settings().server().backend();
        boolean ordered = requests.extraBodyJson().orElse("").contains("\"ignore_eos\"");
        if (requests.ignoreEos() && !backend.takesIgnoreEos() && !ordered) {
            results.note("ignore_eos was not sent, since " + backend.title() + " may refuse it: answers may end before"
                    + " the asked number of tokens; "
                    + GivenAs.setting("extra-request-body", "'{\"ignore_eos\":true}'") + " sends it");
        }
    }

    public void startProfile() {
        if (profiles()) {
            control("the profiler's start", target.control().startProfile());
        }
    }

    /** A server that is gone by now must not cost the results. */
    public void stopProfile() {
        if (profiles()) {
            try {
                control("the profiler's stop", target.control().stopProfile());
            } catch (BadInputException e) {
                results.note("the profiler was not stopped: " + e.getMessage());
            }
        }
    }

    /** There is one profiler, however many generators. */
    private boolean profiles() {
        return prepared.settings().server().profile()
                && !ColdOfShards.isOfAnother(prepared.settings().shards());
    }

    /** Says how it went; what was not done stands in the results too. */
    private void control(String what, ControlOutcome outcome) {
        String said = ControlText.of(what, outcome);
        say(said);
        if (!outcome.isDone()) {
            results.note(said);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
