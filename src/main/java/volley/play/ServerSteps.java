package volley.play;

import java.util.function.Consumer;
import volley.client.ControlOutcome;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.Settings;
import volley.prepare.Preparation;
import volley.prepare.Target;

/** What is asked of the server around the measured part, and what is said of it. */
public final class ServerSteps {
    private final Preparation prepared;
    private final Target target;
    private final Consumer<String> notes;

    /** @param notes told what a reader of the results must know */
    ServerSteps(Preparation prepared, Target target, Consumer<String> notes) {
        this.prepared = prepared;
        this.target = target;
        this.notes = notes;
    }

    /** Sends requests with text of their own. */
    public void warmUp(Playing playing) {
        int requests = prepared.settings().requests().warmupRequests();
        WarmUpRequests.run(requests, prepared.plan().seed(), playing);
        say("Warm-up: " + requests + " requests with text of their own");
    }

    /** Empties the server's cache, if that is wanted and offered. */
    void flush() {
        target.simulated().ifPresent(server -> notes.accept("the server is simulated: its times are a model's"));
        prepared.source().lengths().ifPresent(lengths -> notes.accept("prompt lengths: " + lengths.describe()));
        sayIfTheModelMayStop();
        if (prepared.settings().requests().flushCache()) {
            control(
                    "the cache's flush before the run" + prepared.phase().suffix(),
                    target.control().flushCache());
        } else {
            notes.accept("the cache was not flushed before the run, as asked");
        }
    }

    private void sayIfTheModelMayStop() {
        Settings.Requests requests = prepared.settings().requests();
        Backend backend = prepared.settings().server().backend();
        boolean ordered = requests.extraBodyJson().orElse("").contains("\"ignore_eos\"");
        if (requests.ignoreEos() && !backend.takesIgnoreEos() && !ordered) {
            notes.accept("ignore_eos was not sent, since " + backend.title() + " may refuse it: answers may end before"
                    + " the asked number of tokens; "
                    + GivenAs.setting("extra-request-body", "'{\"ignore_eos\":true}'") + " sends it");
        }
    }

    public void startProfile() {
        if (prepared.settings().server().profile()) {
            control("the profiler's start", target.control().startProfile());
        }
    }

    /** A server that is gone by now must not cost the results. */
    public void stopProfile() {
        if (prepared.settings().server().profile()) {
            try {
                control("the profiler's stop", target.control().stopProfile());
            } catch (BadInputException e) {
                notes.accept("the profiler was not stopped: " + e.getMessage());
            }
        }
    }

    /** Says how it went; what was not done stands in the results too. */
    private void control(String what, ControlOutcome outcome) {
        String said = ControlText.of(what, outcome);
        say(said);
        if (!outcome.isDone()) {
            notes.accept(said);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
