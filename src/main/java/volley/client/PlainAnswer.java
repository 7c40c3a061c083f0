package volley.client;

import io.gatling.http.client.HttpListener;
import io.gatling.http.client.Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * An answer that is read whole.
 *
 * @param status of HTTP
 * @param body as UTF-8
 */
public record PlainAnswer(int status, HttpHeaders headers, String body) {
    /** The value of a header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Waits for one. */
    static final class Listener implements HttpListener {
        /** Far above what a server tells of itself. */
        private static final int MAX_BODY_BYTES = 1 << 24;

        private final CompletableFuture<PlainAnswer> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Channel channel;
        private HttpResponseStatus status;
        private HttpHeaders headers;

        @Override
        public void onFinalClientRequest(Request request) {}

        @Override
        public void onWrite(Channel connection) {
            channel = connection;
            InStepCodec.keep(connection);
        }

        @Override
        public void onHttpResponse(HttpResponseStatus responseStatus, HttpHeaders responseHeaders) {
            status = responseStatus;
            headers = responseHeaders;
        }

        @Override
        public void onHttpResponseBodyChunk(ByteBuf chunk, boolean last) {
            body.writeBytes(ByteBufUtil.getBytes(chunk));
            if (body.size() > MAX_BODY_BYTES) {
                onThrowable(new IOException("an answer of more than " + MAX_BODY_BYTES + " bytes"));
                var unused = channel.close();
            } else if (last) {
                answer.complete(new PlainAnswer(status.code(), headers, body.toString(StandardCharsets.UTF_8)));
            }
        }

        @Override
        public void onThrowable(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        PlainAnswer await() throws IOException, InterruptedException {
            try {
                return answer.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        }
    }
}
