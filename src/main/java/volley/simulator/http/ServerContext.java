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
    final AnswerDrafts drafts;
    final ServerMetrics metrics;
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
        this.drafts = new AnswerDrafts(options.tokenizer(), options.firstIds(), options.seed(), contextTokens());
        this.metrics = new ServerMetrics();
    }

    /** Longest prompt and answer together: what the options say, or what the model has room for. */
    int contextTokens() {
        return Math.min(options.contextTokens(), model.longestRequestTokens());
    }

    /** The model's load; of a model that has room for everything, what the server knows. */
    ModelLoad load() {
        return model.load()
                .orElseGet(
                        () -> ModelLoad.builder().runningRequests(running.get()).build());
    }

    /** The next answer's id; the n-th of a seed is always the same. */
    AnswerId nextId() {
        long n = ids.incrementAndGet();
        String hex =
                String.format("%016x%016x", Seeds.mix(options.seed(), 2 * n), Seeds.mix(options.seed(), 2 * n + 1));
        return new AnswerId(n, hex);
    }

    boolean profiling() {
        return profiling;
    }

    void profiling(boolean on) {
        profiling = on;
    }
}
