package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.http.client.HttpClientConfig;
import io.gatling.http.client.Request;
import io.gatling.http.client.RequestBuilder;
import io.gatling.http.client.impl.DefaultHttpClient;
import io.gatling.http.client.resolver.InetAddressNameResolver;
import io.gatling.http.client.uri.Uri;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;

/** Gatling's real HTTP client, one event loop, and what is asked with them of servers on loopback. */
abstract class ExchangesOnLoopback {
    static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    static final String HELLO = "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n";
    static final String STOP = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    static final String LAST_CHUNK = "0\r\n\r\n";
    static final Duration LONG = Duration.ofSeconds(60);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    final EventLoop eventLoop = group.next();
    private final DefaultHttpClient client = new DefaultHttpClient(new HttpClientConfig()
            .setUseNativeTransport(false)
            .setUseIoUring(false)
            .setConnectTimeout(10_000));

    /** Asked for the addresses of servers. */
    InetAddressNameResolver resolver = InetAddressNameResolver.JAVA_RESOLVER;

    @AfterEach
    void stop() throws InterruptedException {
        client.close();
        assertThat(group.shutdownGracefully(0, 10, TimeUnit.SECONDS).await(20, TimeUnit.SECONDS))
                .isTrue();
    }

    final Exchange ask(String url) throws Exception {
        return ask(url, true, LONG);
    }

    final Exchange ask(String url, LongSupplier nanoClock) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), LONG, listener(true, nanoClock, ended));
        return await(ended);
    }

    final Exchange ask(String url, boolean streamed, Duration timeout) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), timeout, listener(streamed, System::nanoTime, ended));
        return await(ended);
    }

    static StreamingResponse listener(boolean streamed, LongSupplier nanoClock, CompletableFuture<Exchange> ended) {
        return StreamingResponse.expect(
                new ResponseReader(WireFormat.CHAT, streamed, ApiKey.NONE, nanoClock), 0, 0, 4, endingOnce(ended));
    }

    static RequestProgress endingOnce(CompletableFuture<Exchange> ended) {
        return exchange -> assertThat(ended.complete(exchange)).isTrue();
    }

    final void send(String url, byte[] body, Duration timeout, StreamingResponse listener) {
        Request request = new RequestBuilder(
                        "turn", HttpMethod.POST, Uri.create(url + WireFormat.CHAT.path()), resolver)
                .setBodyBuilder(new SendOnceBody(new RequestBytes(body, List.of())))
                .setRequestTimeout(timeout.toMillis())
                .setDefaultCharset(StandardCharsets.UTF_8)
                .build();
        client.sendRequest(request, 1, eventLoop, listener, null);
    }

    static Exchange await(CompletableFuture<Exchange> ended)
            throws InterruptedException, ExecutionException, TimeoutException {
        return ended.get(60, TimeUnit.SECONDS);
    }

    final Exchange ask(String url, ResponseReader reader) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        StreamingResponse listener = StreamingResponse.expect(reader, 0, 0, 4, endingOnce(ended), eventLoop);
        send(url, "{}".getBytes(StandardCharsets.US_ASCII), LONG, listener);
        return await(ended);
    }
}
