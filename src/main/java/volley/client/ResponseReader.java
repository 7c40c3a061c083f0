package volley.client;

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
 * @param tokenIds whether token ids that the server tells are kept
 * @param timeouts kept on the event loop that is given with a request
 */
public record ResponseReader(
        WireFormat format,
        boolean streamed,
        ApiKey apiKey,
        LongSupplier nanoClock,
        TokenStamps stamps,
        boolean tokenIds,
        Timeouts timeouts) {
    public ResponseReader {
        if (stamps == TokenStamps.RECEIVED) {
            // It takes some milliseconds, which the first answer must not wait for.
            ReceivedReads.makeReady();
        }
    }

    /** A reader without timeouts of its own, which stamps what it reads. */
    public ResponseReader(WireFormat format, boolean streamed, ApiKey apiKey, LongSupplier nanoClock) {
        this(format, streamed, apiKey, nanoClock, TokenStamps.READ, true, Timeouts.NONE);
    }
}
