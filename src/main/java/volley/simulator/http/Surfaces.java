package volley.simulator.http;

import java.util.Map;
import volley.config.Backend;

/** The surface of each kind of server. */
final class Surfaces {
    /** Whose surface a server has if nobody asks for another. */
    static final Backend DEFAULT = Backend.SGLANG;

    private static final Map<Backend, ServerSurface> BY_BACKEND = Map.of(
            Backend.SGLANG, new SglangSurface(),
            Backend.VLLM, new VllmSurface(),
            Backend.LMDEPLOY, new LmdeploySurface(),
            Backend.LLAMACPP, new LlamacppSurface(),
            Backend.OPENAI, new OpenAiSurface());

    private Surfaces() {}

    static ServerSurface of(Backend backend) {
        return BY_BACKEND.get(backend);
    }
}
