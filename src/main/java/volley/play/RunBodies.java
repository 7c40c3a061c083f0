package volley.play;

import java.util.List;
import volley.client.BodyEncoder;
import volley.client.JsonText;
import volley.client.RequestBytes;

/** The bodies of a run's requests, of which it is known only after the flush whether they carry a cache salt. */
final class RunBodies implements BodyEncoder {
    private volatile BodyEncoder encoder;

    RunBodies(BodyEncoder encoder) {
        this.encoder = encoder;
    }

    /** From the next body on. */
    void use(BodyEncoder other) {
        encoder = other;
    }

    @Override
    public byte[] encode(List<JsonText> history, int outputTokens) {
        return encoder.encode(history, outputTokens);
    }

    @Override
    public RequestBytes body(List<JsonText> history, int outputTokens) {
        return encoder.body(history, outputTokens);
    }
}
