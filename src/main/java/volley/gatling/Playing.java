package volley.gatling;

import io.gatling.http.client.resolver.InetAddressNameResolver;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import volley.client.BodyEncoder;
import volley.client.BodyOptions;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.client.WireFormat;
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
                () -> Results.open(
                        RunFolder.find(plan.mode()).resolve(prepared.phase().folder()),
                        pacer.startNs(),
                        prepared.tokenizer()),
                plan.turns());
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
        if (prepared.settings().server().profile()) {
            ControlText.of("the profiler's start", target.control().startProfile())
                    .ifPresent(notes::add);
        }
    }

    void warmUp() {
        WarmUp.run(
                prepared.settings().requests().warmupRequests(), prepared.plan().seed(), this);
    }

    /** Empties the server's cache, if that is wanted and offered. What follows is measured. */
    void flush() {
        target.simulated().ifPresent(server -> notes.add("the server is simulated: its times are a model's"));
        if (prepared.settings().requests().flushCache()) {
            ControlText.of("the cache's flush before the run", target.control().flushCache())
                    .ifPresent(notes::add);
        } else {
            notes.add("the cache was not flushed before the run, as asked");
        }
        startedAt = OffsetDateTime.now(ZoneId.systemDefault());
    }

    /** Writes the results of everything recorded, and lets go of the server. */
    void finish() {
        try {
            if (prepared.settings().server().profile()) {
                ControlText.of("the profiler's stop", target.control().stopProfile())
                        .ifPresent(notes::add);
            }
            System.out.println(results());
        } finally {
            close();
        }
    }

    /**
     * Writes the results of everything recorded.
     *
     * @return the table for the console
     */
    String results() {
        try {
            return recorder.close().finish(Facts.of(prepared, target, startedAt, notes));
        } catch (ReportException e) {
            System.out.println(e.consoleText());
            throw e;
        }
    }

    /** Lets go of the server and the tokenizer. */
    void close() {
        target.close();
        prepared.tokenizer().close();
    }
}
