package volley.simulator.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of one server share. */
final class ServerContext {
    static final ObjectMapper JSON = new ObjectMapper();

    final ServerOptions options;
    final AnswerModel model;
    final Vocabulary vocabulary;
    /** Where bodies are read and tokenized: work of milliseconds, not for an event loop. */
    final Executor workers;

    /** Requests for an answer that are not ended yet. */
    final AtomicInteger running = new AtomicInteger();

    final AtomicInteger arrivals = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();
    private volatile boolean profiling;

    ServerContext(ServerOptions options, AnswerModel model, Executor workers) {
        this.options = options;
        this.model = model;
        this.workers = workers;
        this.vocabulary = Vocabulary.forTokenizer(options.tokenizer());
    }

    /** An answer's id in the flavour's form; the n-th id of a seed is always the same. */
    String nextId() {
        long n = ids.incrementAndGet();
        String hex =
                String.format("%016x%016x", Seeds.mix(options.seed(), 2 * n), Seeds.mix(options.seed(), 2 * n + 1));
        return switch (options.backend()) {
            case SGLANG -> hex;
            case VLLM -> "chatcmpl-" + hex;
            case LMDEPLOY -> Long.toString(n);
        };
    }

    boolean profiling() {
        return profiling;
    }

    void profiling(boolean on) {
        profiling = on;
    }
}
