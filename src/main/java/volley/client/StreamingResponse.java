package volley.client;

import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import volley.config.GivenAs;

/**
 * One response of a server, from the moment its request is handed to Gatling's HTTP client to the one {@link Exchange}
 * it becomes, whatever happens on the way. Called by one event loop; made by {@link #expect}.
 */
public final class StreamingResponse implements HttpListener, OpenBody.Answered {
    /** Of a body whose answer is complete: what else comes is its last chunk, which servers send as a write of its own. */
    private static final long END_AFTER_DONE_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final String FULL_HEAP =
            "given up by the client, whose heap is full; give more with -Xmx in " + GivenAs.jvmOptions();

    /** The counts and {@code [DONE]} may follow a finish reason. */
    private static final long END_AFTER_FINISH_NS = TimeUnit.SECONDS.toNanos(5);

    private final ResponseReader settings;
    private final long scheduledNs;
    private final long readyNs;
    private final RequestProgress progress;
    private final ResponseLog log;
    private final BodyReader body;

    private final EventLoop eventLoop;
    private Channel channel;
    private StampedReads reads;
    private Future<?> connectTimeout;
    private Future<?> firstTokenTimeout;
    private OpenBody openBody;
    private long sentNs = Exchange.NEVER;
    private long connectedNs = Exchange.NEVER;
    private long writtenNs = Exchange.NEVER;
    private long answerEndNs = Exchange.NEVER;
    private final ResponseHead head = new ResponseHead();
    private boolean toldWritten;
    private boolean ended;

    /**
     * A listener for one request, to be given to Gatling's HTTP client.
     *
     * @param reader how responses of the run are read
     * @param scheduledNs see {@link Exchange#scheduledNs()}
     * @param readyNs see {@link Exchange#readyNs()}
     * @param expectedTokens output tokens to make room for; more is no error
     * @param progress told when the request is written and when the response has ended
     */
    public static StreamingResponse expect(
            ResponseReader reader, long scheduledNs, long readyNs, int expectedTokens, RequestProgress progress) {
        return expect(reader, scheduledNs, readyNs, expectedTokens, progress, null);
    }

    /**
     * As {@link #expect(ResponseReader, long, long, int, RequestProgress)}, with the reader's timeouts.
     *
     * @param eventLoop the loop the request will be sent on, which keeps its timeouts; {@code null} for none
     */
    public static StreamingResponse expect(
            ResponseReader reader,
            long scheduledNs,
            long readyNs,
            int expectedTokens,
            RequestProgress progress,
            EventLoop eventLoop) {
        return new StreamingResponse(reader, scheduledNs, readyNs, expectedTokens, progress, eventLoop);
    }

    private StreamingResponse(
            ResponseReader settings,
            long scheduledNs,
            long readyNs,
            int expectedTokens,
            RequestProgress progress,
            EventLoop eventLoop) {
        this.settings = settings;
        this.eventLoop = eventLoop;
        this.scheduledNs = scheduledNs;
        this.readyNs = readyNs;
        this.progress = progress;
        // Beside the tokens: role, finish, usage and [DONE].
        log = new ResponseLog(expectedTokens + 4, settings.apiKey().secrets());
        body = new BodyReader(settings.format(), log, expectedTokens);
    }

    /** The request was handed to the pool. Gatling does so again when a pooled connection turned out to be dead. */
    @Override
    public void onSend() {
        if (sentNs == Exchange.NEVER) {
            sentNs = settings.nanoClock().getAsLong();
            connectTimeout = timer(settings.timeouts().connect(), Outcome.CONNECT, "no connection within ");
            if (settings.streamed()) {
                firstTokenTimeout =
                        timer(settings.timeouts().firstToken(), Outcome.TIMEOUT_FIRST_TOKEN, "no token within ");
            }
        }
    }

    private Future<?> timer(Optional<Duration> limit, Outcome outcome, String error) {
        if (eventLoop == null || limit.isEmpty()) {
            return null;
        }
        return eventLoop.schedule(
                () -> giveUp(outcome, error + limit.get().toMillis() + " ms"),
                limit.get().toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static void cancel(Future<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /**
     * A connection is there. Gatling calls this <em>before</em> it writes, so the stamp of the last byte's flush is taken by
     * a listener to the write of the request's end, which is done when all before it has been given to the operating
     * system. An empty write behind the request would tell the same, and cost a call of the operating system.
     *
     * <p>Called once: Gatling makes the body's bytes first, which {@link SendOnceBody} refuses the second time. So sent,
     * connected and written are always of the same sending.
     */
    @Override
    public void onWrite(Channel connection) {
        connectedNs = settings.nanoClock().getAsLong();
        channel = connection;
        ResetWatch.over(connection);
        reads = StampedReads.of(connection, settings.nanoClock(), settings.stamps());
        InStepCodec codec = InStepCodec.keep(connection);
        cancel(connectTimeout);
        if (ended) {
            // Given up while it was connecting: what is written to a closed connection does not reach the server.
            var unused = connection.close();
            return;
        }
        if (codec != null) {
            codec.whenWritten(this::onWritten);
        }
    }

    private void onWritten(ChannelFuture flush) {
        if (flush.isSuccess() && !ended) {
            writtenNs = settings.nanoClock().getAsLong();
            toldWritten = true;
            progress.written();
        }
    }

    @Override
    public void onFinalClientRequest(Request request) {
        head.asked(request.getUri());
    }

    @Override
    public void onHttpResponse(HttpResponseStatus responseStatus, HttpHeaders headers) {
        if (ended) {
            return;
        }
        head.came(responseStatus);
        if (reads != null && reads.stampNs() - connectedNs < 0) {
            // It was here before the request was written: the answer to another, or to none.
            stop(
                    settings.nanoClock().getAsLong(),
                    Outcome.OUT_OF_STEP,
                    "the response came before its request was sent");
            return;
        }
        progress.headers(headers);
        head.came(headers);
    }

    @Override
    public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
        // A response that is read without a connection is a test's.
        long nowNs = reads == null ? settings.nanoClock().getAsLong() : reads.stampNs();
        if (ended) {
            return;
        }
        if (head.hasAnswer()) {
            readAnswer(chunk, nowNs);
            if (body.isGivenUp()) {
                stop(nowNs, outcome(null), log.noRoom == null ? log.badJson : log.noRoom);
                return;
            }
            if (firstTokenTimeout != null && log.sawToken) {
                cancel(firstTokenTimeout);
                firstTokenTimeout = null;
            }
        } else {
            head.read(chunk);
        }
        if (last) {
            end(nowNs, null);
        } else if (openBody == null && log.isFinished()) {
            awaitEndOfBody();
        }
    }

    private void readAnswer(ByteBuf chunk, long nowNs) {
        boolean finished = log.isFinished();
        boolean done = log.sawDone;
        log.events.came(reads == null || reads.cameTogether(), reads != null && reads.cameUnknown());
        try {
            body.read(chunk, nowNs);
        } catch (OutOfMemoryError e) {
            // What this response holds is let go of, which may be enough for the others.
            body.giveUp(FULL_HEAP);
        }
        if (!finished || done != log.sawDone) {
            answerEndNs = nowNs;
        }
    }

    private void awaitEndOfBody() {
        if (channel != null) {
            openBody = OpenBody.of(channel);
        } else if (eventLoop != null) {
            openBody = new OpenBody(eventLoop);
        } else {
            return;
        }
        openBody.await(this);
    }

    @Override
    public long bodyTimeLeftNs() {
        long limitNs = log.sawDone ? END_AFTER_DONE_NS : END_AFTER_FINISH_NS;
        return limitNs - (settings.nanoClock().getAsLong() - answerEndNs);
    }

    /**
     * The answer is complete, its body is not. A server or proxy that keeps the body open does not hold the conversation:
     * the connection is closed, and the end is what the server sent last of its answer.
     */
    @Override
    public void endWithoutBody() {
        if (ended) {
            return;
        }
        body.end(answerEndNs, false);
        Outcome outcome = outcome(null);
        stop(answerEndNs, outcome, outcome == Outcome.OK ? null : error(outcome, null));
    }

    @Override
    public void onThrowable(Throwable failure) {
        long nowNs = settings.nanoClock().getAsLong();
        if (!ended) {
            end(nowNs, failure);
        }
    }

    /**
     * Ends the exchange as cancelled and closes its connection, unless it has ended. To be called on the connection's
     * event loop.
     */
    public void cancel() {
        giveUp(Outcome.CANCELLED, "given up because the run was stopped");
    }

    private void giveUp(Outcome outcome, String error) {
        long nowNs = settings.nanoClock().getAsLong();
        if (!ended) {
            stop(nowNs, outcome, error);
        }
    }

    /** Ends the exchange before its response has ended: the connection is of no further use. */
    private void stop(long endNs, Outcome outcome, String error) {
        ended = true;
        if (channel != null) {
            var unused = channel.close();
        }
        complete(endNs, outcome, error);
    }

    /** Events seen so far, to tell progress from none. On another thread than the event loop it may be an old number. */
    public int events() {
        return log.events.size();
    }

    private void end(long nowNs, Throwable failure) {
        ended = true;
        if (head.isThere() && head.isSuccess()) {
            body.end(nowNs, failure == null);
        }
        Outcome outcome = outcome(failure);
        complete(nowNs, outcome, outcome == Outcome.OK ? null : error(outcome, failure));
    }

    private Outcome outcome(Throwable failure) {
        if (head.isThere() && !head.isSuccess()) {
            return head.refusal();
        }
        if (log.noRoom != null || (!log.isFinished() && ConnectionFailure.isOwn(failure))) {
            return Outcome.CLIENT_LIMIT;
        }
        if (log.badJson != null) {
            return Outcome.BAD_JSON;
        }
        if (log.inBandError != null) {
            return Outcome.IN_BAND_ERROR;
        }
        if (log.isFinished()) {
            return log.sawToken ? Outcome.OK : Outcome.EMPTY;
        }
        if (failure instanceof RequestTimeoutException) {
            boolean awaitedToken = settings.streamed() && !log.sawToken;
            return awaitedToken ? Outcome.TIMEOUT_FIRST_TOKEN : Outcome.TIMEOUT_TOTAL;
        }
        if (!head.isThere()) {
            return Outcome.CONNECT;
        }
        return failure == null && !body.sawBytes() ? Outcome.EMPTY : Outcome.TRUNCATED;
    }

    private String error(Outcome outcome, Throwable failure) {
        return switch (outcome) {
            case HTTP_4XX, HTTP_5XX, RETRY_LATER -> head.errorText(log.errors);
            case REDIRECTED -> head.redirectText(log.errors);
            case BAD_JSON -> log.badJson;
            case CLIENT_LIMIT -> log.noRoom == null ? "no room in the client: " + describe(failure) : log.noRoom;
            case IN_BAND_ERROR -> log.inBandError;
            case CONNECT -> "no response: " + describe(failure);
            case TIMEOUT_FIRST_TOKEN -> "no token in time: " + describe(failure);
            case TIMEOUT_TOTAL -> "not complete in time: " + describe(failure);
            case TRUNCATED -> "broke off after " + log.events.size() + " events, without finish reason or [DONE]"
                    + (failure == null ? "" : ": " + describe(failure));
            case EMPTY -> body.sawBytes() ? "the answer has no token" : "HTTP " + head.code() + " with an empty body";
            default -> null;
        };
    }

    private String describe(Throwable failure) {
        return log.errors.oneLine(ConnectionFailure.message(failure));
    }

    private void complete(long nowNs, Outcome outcome, String error) {
        cancel(connectTimeout);
        cancel(firstTokenTimeout);
        if (openBody != null) {
            openBody.ended(this);
        }
        body.release();
        Exchange exchange = Exchange.builder()
                .scheduledNs(scheduledNs)
                .readyNs(readyNs)
                .sentNs(sentNs)
                .connectedNs(connectedNs)
                .writtenNs(writtenNs)
                .endNs(nowNs)
                .httpStatus(head.code())
                .events(log.events)
                .usage(log.usage.toUsage(log.sawToken))
                .serverTimes(log.serverTimes.toTimes())
                .finishReason(settings.apiKey().secrets().mask(log.finishReason))
                .answer(settings.apiKey().secrets().mask(body.answer()))
                .ids(settings.tokenIds() ? body.ids() : TokenIds.NONE)
                .reasoning(body.reasoning().masked(settings.apiKey().secrets()::mask))
                .outcome(outcome)
                .error(settings.apiKey().redact(error))
                .build();
        if (outcome == Outcome.OK && log.usage.isUnbelieved()) {
            progress.countsUnbelieved();
        }
        if (!toldWritten) {
            progress.written();
        }
        if (outcome == Outcome.RETRY_LATER) {
            progress.comeBack(head.retryDelay());
        }
        if (outcome == Outcome.REDIRECTED) {
            head.redirect().ifPresent(progress::moved);
        }
        progress.ended(exchange);
    }
}
