package volley.simulator.http;

import java.util.Arrays;
import volley.simulator.http.RequestPreparation.Accepted;

/** One answer under way: takes the model's progress to the connection's event loop, and reports when it ends. */
abstract class LiveAnswer implements AnswerSink {
    final AnswerConnection connection;
    final Accepted plan;
    final long[] sentNs;
    /** Tokens sent so far. */
    int sent;

    private final ServerContext server;
    private final long receivedNs;
    private AnswerModel.Running running;
    private CachedTokens cachedTokens = CachedTokens.NONE;
    private boolean over;

    LiveAnswer(AnswerConnection connection, ServerContext server, Accepted plan, long receivedNs) {
        this.connection = connection;
        this.server = server;
        this.plan = plan;
        this.receivedNs = receivedNs;
        this.sentNs = new long[plan.answer().tokens()];
    }

    /** Hands the request to the model, after the fault's delay if it has one. */
    final void start() {
        begin();
        if (plan.fault() instanceof Fault.Delay delay) {
            long arrivalNs = receivedNs + delay.delay().toNanos();
            connection.timer().at(arrivalNs, () -> submit(arrivalNs));
        } else {
            submit(receivedNs);
        }
    }

    private void submit(long arrivalNs) {
        if (!over) {
            AnswerRequest request = new AnswerRequest(
                    arrivalNs, plan.promptIds(), plan.answerIds(), plan.answer().tokens());
            running = server.model.start(request, connection.timer(), this);
        }
    }

    @Override
    public final void prefilled(CachedTokens cached) {
        if (connection.inEventLoop()) {
            cachedTokens = cached;
            plan.format().prefilled(cached);
        } else {
            connection.execute(() -> prefilled(cached));
        }
    }

    @Override
    public final void scheduled(long inQueueNs, long inPrefillNs) {
        server.metrics.scheduled(inQueueNs, inPrefillNs);
    }

    @Override
    public final void tokens(int count) {
        if (!connection.inEventLoop()) {
            connection.execute(() -> tokens(count));
        } else if (!over) {
            produced(count);
        }
    }

    /** Writes what can be written before the first token. */
    abstract void begin();

    /** Writes the next tokens, and the end when it is reached. Not called any more after {@link #end}. */
    abstract void produced(int count);

    final long elapsedNs() {
        return connection.timer().nowNs() - receivedNs;
    }

    /** Notes that tokens up to {@code upTo} are written now. */
    final void stamp(int upTo) {
        Arrays.fill(sentNs, sent, upTo, connection.timer().nowNs());
        sent = upTo;
    }

    /** Lets go of the model: nothing more will be sent, though the answer is not ended. */
    final void stopModel() {
        if (running != null) {
            running.cancel();
        }
    }

    /**
     * Ends the answer. Called just before its last bytes are written, so that a client that has seen them finds the
     * server idle and the listener told.
     */
    final void end(boolean complete) {
        if (over) {
            return;
        }
        over = true;
        stopModel();
        server.running.decrementAndGet();
        server.metrics.ended(
                plan.promptIds().length,
                cachedTokens.all(),
                sent,
                sent == 0 ? 0 : sentNs[0] - receivedNs,
                connection.timer().nowNs() - receivedNs);
        if (server.options.listener() != null) {
            server.options
                    .listener()
                    .accept(ServedRequest.builder()
                            .request(plan.seen())
                            .fault(plan.fault())
                            .httpStatus(200)
                            .promptTokens(plan.promptIds().length)
                            .cachedTokens(cachedTokens.all())
                            .receivedNs(receivedNs)
                            .tokenSentNs(Arrays.copyOf(sentNs, sent))
                            .endNs(connection.timer().nowNs())
                            .answer(plan.answer().text(sent))
                            .complete(complete)
                            .build());
        }
    }
}
