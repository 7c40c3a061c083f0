package volley.client;

import io.gatling.http.client.body.RequestBody;
import io.gatling.http.client.body.RequestBodyBuilder;
import io.gatling.http.client.body.WritableContent;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A body that is written to one connection only. When a pooled connection closes before any response, Gatling's client
 * writes the request to a new one; the server may have read it already, and would compute it twice and warm its cache.
 * The second write fails here, and the request with it.
 */
final class SendOnceBody implements RequestBody, RequestBodyBuilder {
    private final RequestBytes bytes;
    private boolean written;

    SendOnceBody(RequestBytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public WritableContent build(ByteBufAllocator allocator) throws IOException {
        if (written) {
            throw new IOException("the connection closed before any response; the request is not sent a second time");
        }
        written = true;
        return new WritableContent(bytes.toBuffer(allocator), bytes.byteLength());
    }

    @Override
    public RequestBody build(String contentType, Charset charset, Charset defaultCharset) {
        return this;
    }

    @Override
    public RequestBodyBuilder newBuilder() {
        return this;
    }

    @Override
    public byte[] getBytes() {
        return bytes.toByteArray();
    }

    @Override
    public String print(int maxLength) {
        byte[] whole = getBytes();
        return new String(whole, 0, Math.min(maxLength, whole.length), StandardCharsets.UTF_8);
    }
}
