package volley.gatling;

import io.gatling.http.client.resolver.InetAddressNameResolver;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import volley.client.BodyEncoder;
import volley.client.BodyOptions;
import volley.client.ControlOutcome;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.config.BadInputException;
import volley.config.OrderPolicy;
import volley.config.Settings;
import volley.plan.Plan;
import volley.plan.RandomStream;
import volley.report.ReportException;
import volley.report.ResultLineForm;
import volley.report.Results;
import volley.report.RoundFigures;
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
    private final TextForm form;
    private final Executor textWork;
    private final RoundFigures rounds = new RoundFigures();
    private final TurnRecorder recorder;
    private final List<String> notes = new ArrayList<>();
    private OffsetDateTime startedAt;

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    Playing(Preparation prepared) {
        this.prepared = prepared;
        this.target = prepared.target().orElseThrow();
        Plan plan = prepared.plan();
        Settings.Requests requests = prepared.settings().requests();
        form = TextForm.of(prepared.format(), prepared.tokenizer());
        textWork = form.slow() ? Executors.newSingleThreadExecutor(Playing::textThread) : Runnable::run;
        dialogues = plan.conversations().stream()
                .map(conversation -> new Dialogue(conversation, prepared.overhead(), form))
                .toArray(Dialogue[]::new);
        questions = new QuestionAhead(dialogues);
        queue = new TurnQueue(
                plan.conversations().stream()
                        .mapToInt(conversation -> conversation.turns().size())
                        .toArray(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.seed()),
                plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                plan.load().roundBarrier(),
                System::nanoTime);
        pacer = Pacer.of(plan.load().pacing(), plan.arrivalsNs(), System::nanoTime, queue::open);
        reader = new ResponseReader(prepared.format(), requests.stream(), target.apiKey(), System::nanoTime);
        bodies = prepared.format()
                .newBodyEncoder(new BodyOptions(
                        prepared.settings().server().backend(),
                        target.model(),
                        prepared.settings().server().loraName(),
                        requests.stream(),
                        requests.ignoreEos(),
                        requests.extraBodyJson()));
        recorder = new TurnRecorder(
                () -> Results.open(
                        RunFolder.find(plan.mode()).resolve(prepared.phase().folder()),
                        pacer.startNs(),
                        prepared.tokenizer(),
                        plan.load().rampUp(),
                        prepared.targets()),
                plan.turns(),
                rounds::accept);
    }

    private static Thread textThread(Runnable task) {
        Thread thread = new Thread(task, "volley-texts");
        thread.setDaemon(true);
        return thread;
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

    TextForm form() {
        return form;
    }

    /** Where answers are put into the history: at once, or away from the event loops if that takes long. */
    Executor textWork() {
        return textWork;
    }

    Phase phase() {
        return prepared.phase();
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
        warmUp();
        flush();
        startProfile();
    }

    void warmUp() {
        int requests = prepared.settings().requests().warmupRequests();
        WarmUp.run(requests, prepared.plan().seed(), this);
        say("Warm-up: " + requests + " requests with text of their own");
    }

    /** Empties the server's cache, if that is wanted and offered. What follows is measured. */
    void flush() {
        target.simulated().ifPresent(server -> notes.add("the server is simulated: its times are a model's"));
        prepared.source().lengths().ifPresent(lengths -> notes.add("prompt lengths: " + lengths.describe()));
        if (prepared.settings().requests().flushCache()) {
            control("the cache's flush before the run", target.control().flushCache());
        } else {
            notes.add("the cache was not flushed before the run, as asked");
        }
        questions.begin();
        startedAt = OffsetDateTime.now(ZoneId.systemDefault());
    }

    void startProfile() {
        if (prepared.settings().server().profile()) {
            control("the profiler's start", target.control().startProfile());
        }
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
    void stopProfile() {
        if (prepared.settings().server().profile()) {
            try {
                control("the profiler's stop", target.control().stopProfile());
            } catch (BadInputException e) {
                notes.add("the profiler was not stopped: " + e.getMessage());
            }
        }
    }

    /** Writes the results of everything recorded, and lets go of the server. */
    void finish() {
        try {
            stopProfile();
            say(results(ResultLineForm.BENCH_SERVING));
        } finally {
            close();
        }
    }

    /** Figures by round, of everything recorded. */
    RoundFigures rounds() {
        return rounds;
    }

    /**
     * Writes the results of everything recorded.
     *
     * @return the table for the console
     */
    String results(ResultLineForm line) {
        try {
            Results results = recorder.close();
            String console = results.finish(Facts.of(prepared, target, startedAt, notes), line);
            ExitCode.failIf(results.verdicts().stream().anyMatch(verdict -> !verdict.met()));
            return console;
        } catch (ReportException e) {
            say(e.consoleText());
            throw e;
        } finally {
            questions.close();
        }
    }

    /** Lets go of the server and the tokenizer. */
    void close() {
        target.close();
        prepared.tokenizer().close();
    }
}
