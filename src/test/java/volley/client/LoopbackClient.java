package volley.client;

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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Gatling's real HTTP client with one event loop, which asks one question after the other. */
final class LoopbackClient implements AutoCloseable {
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop eventLoop = group.next();
    private final DefaultHttpClient client = new DefaultHttpClient(new HttpClientConfig()
            .setUseNativeTransport(false)
            .setUseIoUring(false)
            .setConnectTimeout(10_000));

    Exchange ask(String url) throws Exception {
        return ask(url, System::nanoTime);
    }

    Exchange ask(String url, LongSupplier nanoClock) throws Exception {
        CompletableFuture<Exchange> ended = new CompletableFuture<>();
        Request request = new RequestBuilder(
                        "turn",
                        HttpMethod.POST,
                        Uri.create(url + WireFormat.CHAT.path()),
                        InetAddressNameResolver.JAVA_RESOLVER)
                .setBodyBuilder(new SendOnceBody(new RequestBytes("{}".getBytes(StandardCharsets.UTF_8), List.of())))
                .setRequestTimeout(TimeUnit.SECONDS.toMillis(60))
                .build();
        StreamingResponse response = StreamingResponse.expect(
                new ResponseReader(WireFormat.CHAT, true, ApiKey.NONE, nanoClock), 0, 0, 4, ended::complete, eventLoop);
        client.sendRequest(request, 1, eventLoop, response, null);
        return ended.get(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        client.close();
        group.shutdownGracefully(0, 10, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
