package volley.simulator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import volley.config.Backend;
import volley.config.BadInputException;

/**
 * A simulated inference server, listening from {@link Builder#start()} to {@link #close()}.
 *
 * <pre>{@code
 * try (SimulatedServer server = SimulatedServer.with(new FixedRateModel(timing), tokenizer::encode)
 *         .faults(FaultRule.onRequest(4, Fault.reset(3)))
 *         .listener(served::add)
 *         .start()) {
 *     ... server.baseUrl() ...
 * }
 * }</pre>
 */
public final class SimulatedServer implements AutoCloseable {
    private static final int MAX_BODY_BYTES = 256 << 20;
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int CONNECTION_BACKLOG = 4096;
    private static final int WORKER_THREADS = 2;
    private static final long CLOSE_SECONDS = 10;

    private final ServerContext context;
    private final EventLoopGroup loops;
    private final ExecutorService workers;
    private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
    private final Channel listening;

    private SimulatedServer(ServerOptions options, AnswerModel model) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> channelType =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        workers =
                Executors.newFixedThreadPool(WORKER_THREADS, new DefaultThreadFactory("volley-simulator-worker", true));
        context = new ServerContext(options, model, workers);
        Routes routes = new Routes(context, Surfaces.of(options.backend()));
        loops = new MultiThreadIoEventLoopGroup(
                options.eventLoopThreads(), new DefaultThreadFactory("volley-simulator-loop", true), io);
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(channelType)
                .option(ChannelOption.SO_BACKLOG, CONNECTION_BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(new HttpRequestDecoder(MAX_LINE_BYTES, MAX_LINE_BYTES, MAX_LINE_BYTES))
                                .addLast(new HttpResponseEncoder())
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES))
                                .addLast(new Connection(context, routes));
                    }
                })
                .bind(options.host(), options.port())
                .awaitUninterruptibly();
        listening = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new BadInputException("Cannot listen on " + options.host() + ":" + options.port() + " ("
                    + bound.cause().getMessage() + "); give a free port, or 0 for any");
        }
    }

    /**
     * Starts the description of a server.
     *
     * @param model when tokens come; closed with the server
     * @param tokenizer text to token ids; called on worker threads, so thread-safe
     */
    public static Builder with(AnswerModel model, Function<String, int[]> tokenizer) {
        return new Builder(model, tokenizer);
    }

    /** TCP port it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Root of its URLs, without a slash at the end. */
    public String baseUrl() {
        String host =
                ((InetSocketAddress) listening.localAddress()).getAddress().getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Requests for an answer that are not ended yet. */
    public int running() {
        return context.running.get();
    }

    /** Requests for an answer since the start. */
    public int arrivals() {
        return context.arrivals.get();
    }

    /** Whether /start_profile came, and /stop_profile not yet. */
    public boolean profiling() {
        return context.profiling();
    }

    /** Waits until the server is closed, by another thread. */
    public void awaitClose() throws InterruptedException {
        listening.closeFuture().await();
    }

    /** Stops listening, cuts all connections and ends all threads. Idempotent. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        connections.close().awaitUninterruptibly();
        workers.shutdownNow();
        loops.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        context.model.close();
        try {
            workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server is to be like. Everything has a default. */
    public static final class Builder {
        private final AnswerModel answerModel;
        private final Function<String, int[]> tokenizer;
        private Backend backend = Surfaces.DEFAULT;
        private String host = "127.0.0.1";
        private int port;
        private String model = "simulated";
        private String apiKey;
        private boolean cacheReport = true;
        private int streamIntervalTokens = 1;
        private int textTokens = Integer.MAX_VALUE;
        private int contextTokens = 1 << 20;
        private long seed = 1;
        private int eventLoopThreads = 1;
        private int[] openingIds = {};
        private FaultRule faults = FaultRule.none();
        private Consumer<ServedRequest> listener;
        private Map<String, Object> arguments = Map.of();
        private boolean dates;
        private LongSupplier epochSeconds = () -> Instant.now().getEpochSecond();

        private Builder(AnswerModel answerModel, Function<String, int[]> tokenizer) {
            this.answerModel = answerModel;
            this.tokenizer = tokenizer;
        }

        /** Whose HTTP surface it has; SGLang's by default. */
        public Builder backend(Backend value) {
            backend = value;
            return this;
        }

        /** Address to listen on; loopback by default. */
        public Builder host(String value) {
            host = value;
            return this;
        }

        /** TCP port to listen on; 0, the default, is any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Name in /v1/models. Requests may name any model. */
        public Builder model(String name) {
            model = name;
            return this;
        }

        /** Key that every request but /health must carry as {@code Authorization: Bearer}; none by default. */
        public Builder apiKey(String key) {
            apiKey = key;
            return this;
        }

        /** Whether usage tells cached_tokens; on by default. lmdeploy never tells. */
        public Builder cacheReport(boolean on) {
            cacheReport = on;
            return this;
        }

        /**
         * Tokens of an event of a stream after the first, which has one token: SGLang's and vLLM's
         * {@code --stream-interval}; 1 by default.
         */
        public Builder streamInterval(int tokens) {
            streamIntervalTokens = tokens;
            return this;
        }

        /** Context length of the model: longer prompts are refused, answers cut to fit. */
        public Builder contextTokens(int tokens) {
            contextTokens = tokens;
            return this;
        }

        /** Seed of answers and ids. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** Tokens of text that the model has to say; as many as asked for by default. Others are special tokens without text. */
        public Builder textTokens(int tokens) {
            textTokens = tokens;
            return this;
        }

        /** Special tokens that its tokenizer puts before a prompt that is plain text; none by default. */
        public Builder openingIds(int... ids) {
            openingIds = ids.clone();
            return this;
        }

        /** Threads for connections; one by default, enough for tens of thousands of tokens a second. */
        public Builder eventLoopThreads(int threads) {
            eventLoopThreads = threads;
            return this;
        }

        /** What goes wrong; nothing by default. */
        public Builder faults(FaultRule rule) {
            faults = rule;
            return this;
        }

        /**
         * Told of each answer that ends, on its event loop, just before the last bytes leave; none by default.
         */
        public Builder listener(Consumer<ServedRequest> value) {
            listener = value;
            return this;
        }

        /** What /server_info tells of how it was started, by name; nothing by default. */
        public Builder arguments(Map<String, ?> value) {
            arguments = Map.copyOf(value);
            return this;
        }

        /** Whether short answers have a {@code Date}, as servers in use have it; none by default. */
        public Builder dates(boolean value) {
            dates = value;
            return this;
        }

        /** Clock of the {@code created} fields and of {@code Date}, seconds since 1970. */
        public Builder epochSeconds(LongSupplier clock) {
            epochSeconds = clock;
            return this;
        }

        /**
         * Listens.
         *
         * @throws BadInputException if the address cannot be listened on
         */
        public SimulatedServer start() {
            return new SimulatedServer(
                    new ServerOptions(
                            backend,
                            host,
                            port,
                            model,
                            apiKey,
                            cacheReport,
                            streamIntervalTokens,
                            textTokens,
                            contextTokens,
                            seed,
                            eventLoopThreads,
                            tokenizer,
                            openingIds,
                            faults,
                            listener,
                            epochSeconds,
                            dates,
                            arguments),
                    answerModel);
        }
    }
}
