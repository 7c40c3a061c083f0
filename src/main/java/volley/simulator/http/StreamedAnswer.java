package volley.simulator.http;

import io.netty.buffer.ByteBuf;
import volley.simulator.http.Fault.Break;
import volley.simulator.http.Fault.How;
import volley.simulator.http.Preparation.Accepted;

/** An answer as a stream of events, written as the tokens come. */
final class StreamedAnswer extends LiveAnswer {
    private final AnswerFormat format;
    private final int total;
    /** How the stream is spoilt, or null. */
    private final How how;
    /** Tokens before it is. */
    private final int breakAt;
    /** Tokens that will be sent at all. */
    private final int limit;

    private boolean opened;

    StreamedAnswer(Connection connection, ServerContext server, Accepted plan, long receivedNs) {
        super(connection, server, plan, receivedNs);
        format = plan.format();
        total = plan.answer().tokens();
        how = plan.fault() instanceof Break broken ? broken.how() : null;
        breakAt = plan.fault() instanceof Break broken ? Math.min(broken.afterTokens(), total) : total;
        limit = how == How.BAD_JSON ? total : breakAt;
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
        ByteBuf out = connection.buffer();
        EventWriter events = connection.events().to(out);
        if (!opened) {
            opened = true;
            if (limit > 0 || how == How.EMPTY) {
                format.open(events);
            }
            breakJsonAt(0, events);
        }
        int upTo = Math.min(sent + count, limit);
        for (int k = sent; k < upTo; k++) {
            format.token(events, k + 1, plan.answer().tokenTexts()[k], k + 1 == total, elapsedNs());
            breakJsonAt(k + 1, events);
        }
        if (upTo < limit) {
            stamp(upTo);
            connection.write(out);
        } else {
            finish(out, events);
        }
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
