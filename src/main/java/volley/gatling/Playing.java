package volley.gatling;

import io.gatling.http.client.resolver.InetAddressNameResolver;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import volley.client.BodyEncoder;
import volley.client.BodyOptions;
import volley.client.ControlOutcome;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.client.WireFormat;
import volley.config.BadInputException;
import volley.config.OrderPolicy;
import volley.config.Settings;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.report.ReportException;
import volley.report.Results;
import volley.turns.TurnQueue;

/** A plan being played: the turn queue, the pacer, the conversations' texts and the recorder, tied together. */
final class Playing {
    private final Preparation prepared;
    private final Target target;
    private final Dialogue[] dialogues;
    private final QuestionAhead questions;
    private final TurnQueue queue;
    private final Pacer pacer;
    private final ResponseReader reader;
    private final BodyEncoder bodies;
    private final TurnRecorder recorder;
    private final List<String> notes = new ArrayList<>();
    private OffsetDateTime startedAt;

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    Playing(Preparation prepared) {
        this.prepared = prepared;
        this.target = prepared.target().orElseThrow();
        Plan plan = prepared.plan();
        Settings.Requests requests = prepared.settings().requests();
        dialogues = plan.conversations().stream()
                .map(conversation -> new Dialogue(conversation, prepared.overhead()))
                .toArray(Dialogue[]::new);
        questions = new QuestionAhead(dialogues);
        queue = new TurnQueue(
                plan.conversations().stream()
                        .mapToInt(conversation -> conversation.turns().size())
                        .toArray(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.seed()),
                plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                System::nanoTime);
        pacer = Pacer.of(plan.load().pacing(), plan.arrivalsNs(), System::nanoTime, queue::open);
        reader = new ResponseReader(WireFormat.CHAT, requests.stream(), target.apiKey(), System::nanoTime);
        bodies = WireFormat.CHAT.newBodyEncoder(new BodyOptions(
                prepared.settings().server().backend(),
                target.model(),
                prepared.settings().server().loraName(),
                requests.stream(),
                requests.ignoreEos(),
                requests.extraBodyJson()));
        recorder = new TurnRecorder(
                () -> Results.open(RunFolder.find(plan.mode()), pacer.startNs(), prepared.tokenizer()), plan.turns());
    }

    Target target() {
        return target;
    }

    TurnQueue queue() {
        return queue;
    }

    Pacer pacer() {
        return pacer;
    }

    Dialogue dialogue(int conversation) {
        return dialogues[conversation];
    }

    QuestionAhead questions() {
        return questions;
    }

    ResponseReader reader() {
        return reader;
    }

    TurnRecorder recorder() {
        return recorder;
    }

    /** Whether requests must be on the wire in exactly the order of their turns. */
    boolean strict() {
        return prepared.plan().load().order() == OrderPolicy.STRICT;
    }

    boolean streamed() {
        return reader.streamed();
    }

    RequestFactory requests(InetAddressNameResolver resolver) {
        return new RequestFactory(
                target.baseUrl(),
                reader.format(),
                bodies,
                streamed(),
                target.apiKey(),
                prepared.settings().requests().timeout(),
                resolver);
    }

    /** Warms up, flushes, and starts the profiler if asked: all that comes before the measured part. */
    void start() {
        target.simulated().ifPresent(server -> notes.add("the server is simulated: its times are a model's"));
        prepared.source().lengths().ifPresent(lengths -> notes.add("prompt lengths: " + lengths.describe()));
        Settings.Requests requests = prepared.settings().requests();
        WarmUp.run(requests.warmupRequests(), prepared.plan().seed(), this);
        say("Warm-up: " + requests.warmupRequests() + " requests with text of their own");
        if (requests.flushCache()) {
            control("the cache's flush before the run", target.control().flushCache());
        } else {
            notes.add("the cache was not flushed before the run, as asked");
        }
        if (prepared.settings().server().profile()) {
            control("the profiler's start", target.control().startProfile());
        }
        questions.begin();
        startedAt = OffsetDateTime.now(ZoneId.systemDefault());
    }

    /** Says how it went; what was not done stands in the results too. */
    private void control(String what, ControlOutcome outcome) {
        String said = ControlText.of(what, outcome);
        say(said);
        if (!outcome.isDone()) {
            notes.add(said);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** A server that is gone by now must not cost the results. */
    private void stopProfiler() {
        if (prepared.settings().server().profile()) {
            try {
                control("the profiler's stop", target.control().stopProfile());
            } catch (BadInputException e) {
                notes.add("the profiler was not stopped: " + e.getMessage());
            }
        }
    }

    /** Writes the results of everything recorded. */
    void finish() {
        try {
            Results results = recorder.close();
            stopProfiler();
            say(results.finish(Facts.of(prepared, target, startedAt, notes)));
        } catch (ReportException e) {
            say(e.consoleText());
            throw e;
        } finally {
            questions.close();
            target.close();
            prepared.tokenizer().close();
        }
    }
}
