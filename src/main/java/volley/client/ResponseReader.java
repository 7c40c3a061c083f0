package volley.client;

import io.netty.channel.EventLoop;
import java.util.function.LongSupplier;
import volley.config.TokenStamps;

/**
 * What all responses of a run are read by.
 *
 * @param format the interface asked
 * @param streamed whether streams are asked for; decides what a timeout without a token is called
 * @param apiKey the key, so that it can be kept out of error lines
 * @param nanoClock the run's one clock, {@code System::nanoTime} outside of tests
 * @param stamps which moment a token's stamp is
 * @param timeouts kept on the event loop that is given with a request
 */
public record ResponseReader(
        WireFormat format,
        boolean streamed,
        ApiKey apiKey,
        LongSupplier nanoClock,
        TokenStamps stamps,
        Timeouts timeouts) {
    /** A reader without timeouts of its own, which stamps what it reads. */
    public ResponseReader(WireFormat format, boolean streamed, ApiKey apiKey, LongSupplier nanoClock) {
        this(format, streamed, apiKey, nanoClock, TokenStamps.READ, Timeouts.NONE);
    }

    /**
     * A listener for one request, to be given to Gatling's HTTP client.
     *
     * @param scheduledNs see {@link Exchange#scheduledNs()}
     * @param readyNs see {@link Exchange#readyNs()}
     * @param expectedTokens output tokens to make room for; more is no error
     * @param progress told when the request is written and when the response has ended
     */
    public StreamingResponse expect(long scheduledNs, long readyNs, int expectedTokens, RequestProgress progress) {
        return expect(scheduledNs, readyNs, expectedTokens, progress, null);
    }

    /**
     * As {@link #expect(long, long, int, RequestProgress)}, with this reader's timeouts.
     *
     * @param eventLoop the loop the request will be sent on, which keeps its timeouts; {@code null} for none
     */
    public StreamingResponse expect(
            long scheduledNs, long readyNs, int expectedTokens, RequestProgress progress, EventLoop eventLoop) {
        return new StreamingResponse(this, scheduledNs, readyNs, expectedTokens, progress, eventLoop);
    }
}
