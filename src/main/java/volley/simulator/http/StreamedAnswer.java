package volley.simulator.http;

import io.netty.buffer.ByteBuf;
import volley.simulator.http.Fault.Break;
import volley.simulator.http.Fault.How;
import volley.simulator.http.RequestPreparation.Accepted;

/**
 * An answer as a stream of events, written as the tokens come.
 *
 * <p>An interval of N tokens is SGLang's {@code --stream-interval N}: the first token has an event of its own, and then
 * every N tokens have one; what is left at the end of the answer goes out with its last token
 * ({@code srt/managers/scheduler_output_processor_mixin.py}, {@code len(output_ids) % stream_interval == 1}). vLLM's
 * {@code --stream-interval} is the same rule ({@code vllm/v1/engine/output_processor.py}, pull request 27869).
 */
final class StreamedAnswer extends LiveAnswer {
    private final AnswerFormat format;
    private final int total;
    /** How the stream is spoilt, or null. */
    private final How how;
    /** Tokens before it is. */
    private final int breakAt;
    /** Tokens that will be sent at all. */
    private final int limit;
    /** Tokens of an event after the first. */
    private final int interval;

    private boolean opened;
    /** Tokens the model has made; those that are not sent wait for the rest of their event. */
    private int made;

    StreamedAnswer(AnswerConnection connection, ServerContext server, Accepted plan, long receivedNs) {
        super(connection, server, plan, receivedNs);
        format = plan.format();
        total = plan.answer().tokens();
        how = plan.fault() instanceof Break broken ? broken.how() : null;
        breakAt = plan.fault() instanceof Break broken ? Math.min(broken.afterTokens(), total) : total;
        limit = how == How.BAD_JSON ? total : breakAt;
        interval = server.options.streamIntervalTokens();
    }

    @Override
    void begin() {
        connection.writeStreamHead();
    }

    @Override
    void produced(int count) {
        if (sent == limit && opened) {
            return; // a stream that hangs
        }
        made = Math.min(made + count, limit);
        if (opened && made < eventEnd(sent)) {
            return;
        }
        ByteBuf out = connection.buffer();
        EventWriter events = connection.events().to(out);
        if (!opened) {
            opened = true;
            if (limit > 0 || how == How.EMPTY) {
                format.open(events);
            }
            breakJsonAt(0, events);
        }
        int upTo = sent;
        while (upTo < limit && eventEnd(upTo) <= made) {
            int from = upTo;
            upTo = eventEnd(from);
            format.tokens(events, plan.answer().tokenTexts(), from, upTo, elapsedNs());
            breakJsonAt(upTo, events);
        }
        if (upTo < limit) {
            stamp(upTo);
            connection.write(out);
        } else {
            finish(out, events);
        }
    }

    /** Tokens sent with the event that begins behind {@code from} tokens. Where the stream is spoilt, an event ends. */
    private int eventEnd(int from) {
        int stop = from < breakAt ? breakAt : limit;
        return from + Math.min(from == 0 ? 1 : interval, stop - from);
    }

    private void breakJsonAt(int tokens, EventWriter events) {
        if (how == How.BAD_JSON && tokens == breakAt) {
            format.broken(events);
        }
    }

    private void finish(ByteBuf out, EventWriter events) {
        if (how == null || how == How.BAD_JSON || how == How.EMPTY) {
            format.close(events, limit, elapsedNs());
            events.endOfBody();
            endWith(out, true);
            return;
        }
        switch (how) {
            case IN_BAND_ERROR -> {
                events.begin().add(plan.inBandError()).end();
                events.done();
                events.endOfBody();
                endWith(out, false);
            }
            case TRUNCATE -> {
                events.endOfBody();
                endWith(out, false);
            }
            case DISCONNECT -> {
                stamp(limit);
                end(false);
                connection.writeAndClose(out);
            }
            case RESET -> {
                stamp(limit);
                stopModel();
                connection.write(out);
                connection.resetSoon(() -> end(false));
            }
            case HANG -> {
                stamp(limit);
                stopModel();
                connection.write(out);
            }
            default -> throw new IllegalStateException(how.name());
        }
    }

    private void endWith(ByteBuf out, boolean complete) {
        stamp(limit);
        end(complete);
        connection.write(out);
        connection.answered();
    }
}
