package volley.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A server on loopback with one thread, whose answers have a fixed number of tokens at fixed times, and that knows when it sent
 * each. It computes nothing and looks like SGLang. It ends with its process, then writes its log.
 */
@Command(
        name = "volley.bench.MeasuringServer",
        description = "Answers with tokens at fixed times and logs when it sent each.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class MeasuringServer implements Callable<Integer>, AutoCloseable {
    private static final int CONNECTION_BACKLOG = 4096;

    @Option(names = "--port", defaultValue = "0", description = "To listen on; 0 is a free one.")
    private int port;

    @Option(names = "--ttft-ms", defaultValue = "0", description = "From a request to its first token.")
    private double firstTokenMs;

    @Option(names = "--itl-ms", defaultValue = "0", description = "Between two tokens; 0 is as fast as it can.")
    private double interTokenMs;

    @Option(names = "--tokens", defaultValue = "64", description = "Of an answer whose request names no number.")
    private int tokens;

    @Option(names = "--log", description = "File of the times of all tokens, written at the end.")
    private Path log;

    private final List<ServedAnswer> served = Collections.synchronizedList(new ArrayList<>());
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private InetSocketAddress address;
    private TimedAnswers.Shared shared;
    private volatile boolean logs;

    private MeasuringServer() {}

    /** A server that listens; {@code --port 0} and the like as at the command line. */
    static MeasuringServer start(String... args) {
        MeasuringServer server = new MeasuringServer();
        new CommandLine(server).parseArgs(args);
        server.listen();
        return server;
    }

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        int code = new CommandLine(new MeasuringServer()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        listen();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        System.out.printf(Locale.ROOT, "listens on http://127.0.0.1:%d%n", address.getPort());
        return 0;
    }

    private void listen() {
        shared = new TimedAnswers.Shared(
                AnswerTimes.ofMillis(firstTokenMs, interTokenMs, tokens, log != null), this::ended);
        address = (InetSocketAddress) new ServerBootstrap()
                .group(loop)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, CONNECTION_BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new RequestReader(), new TimedAnswers(shared));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel()
                .localAddress();
    }

    private void ended(ServedAnswer answer) {
        if (log != null || logs) {
            served.add(answer);
        }
    }

    /** Answers otherwise from now on, and keeps what it sends until it is {@linkplain #taken() taken}. */
    void begin(AnswerTimes times) {
        taken();
        shared.times(times);
        logs = true;
    }

    /** What was sent since the work began, in the order of the ends; the server forgets it. */
    List<ServedAnswer> taken() {
        synchronized (served) {
            List<ServedAnswer> all = List.copyOf(served);
            served.clear();
            return all;
        }
    }

    String url() {
        return "http://127.0.0.1:" + address.getPort();
    }

    InetSocketAddress address() {
        return address;
    }

    /** Stops listening, cuts all connections and writes the log. */
    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        if (log != null) {
            try {
                ServedLog.write(log, served);
            } catch (IOException e) {
                System.err.println("cannot write " + log + ": " + e);
            }
        }
    }
}
