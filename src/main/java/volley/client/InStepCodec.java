package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ByteProcessor;
import java.util.ArrayList;
import java.util.List;

/**
 * HTTP/1.1 on one connection, one response for one request. Gatling's client takes whatever comes next for the response
 * to what it wrote last, so one message too many gives every later request the answer of another. Here interim responses
 * (1xx, RFC 9110 section 15.2) are read and passed over, and a connection on which anything comes that no request asked
 * for is closed.
 *
 * <p>Used by one event loop, that of its connection.
 */
final class InStepCodec extends CombinedChannelDuplexHandler<InStepCodec.Responses, HttpRequestEncoder> {
    private final Responses responses;
    private ChannelFutureListener whenWritten;

    private InStepCodec(Responses responses) {
        super(responses, new HttpRequestEncoder());
        this.responses = responses;
    }

    /**
     * Takes the place of Netty's codec, unless it has. To be called on the connection's event loop before a request.
     *
     * @return the connection's own, or {@code null} if it has none of HTTP/1.1
     */
    static InStepCodec keep(Channel connection) {
        InStepCodec codec = connection.pipeline().get(InStepCodec.class);
        if (codec == null && connection.pipeline().get(HttpClientCodec.class) != null) {
            String name = connection.pipeline().context(HttpClientCodec.class).name();
            codec = new InStepCodec(new Responses());
            connection.pipeline().replace(HttpClientCodec.class, name, codec);
        }
        return codec;
    }

    /** @param listener told when all of the next request was given to the operating system, or could not be */
    void whenWritten(ChannelFutureListener listener) {
        whenWritten = listener;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpRequest) {
            responses.awaited = true;
        }
        if (message instanceof LastHttpContent && whenWritten != null) {
            promise.addListener(whenWritten);
            whenWritten = null;
        }
        super.write(context, message, promise);
    }

    /** The server sent more than its answer. */
    static final class BeyondTheEndException extends Exception {
        private static final long serialVersionUID = 1L;

        BeyondTheEndException() {
            super("the server sent more than the body it announced; the connection was closed", null, false, false);
        }
    }

    /** Decodes responses as long as one is awaited. */
    static final class Responses extends HttpResponseDecoder {
        /** What ends lines may follow a message (RFC 9112 section 2.2). */
        private static final ByteProcessor BLANK = value -> value >= 0 && value <= ' ';

        private boolean awaited;
        private boolean interim;
        private final ChunkedBody chunks = new ChunkedBody();
        private final RepeatedHead repeatedHead = new RepeatedHead();
        /** Whether nothing of the response was read. */
        private boolean atStart = true;
        /** Whether Netty's decoder has not read the head, since it was known. */
        private boolean isUnread;

        Responses() {
            // As in Gatling's client: headers of any length, unchecked.
            super(new HttpDecoderConfig().setMaxHeaderSize(Integer.MAX_VALUE).setValidateHeaders(false));
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            if (!awaited) {
                boolean blank = in.forEachByte(BLANK) < 0;
                in.skipBytes(in.readableBytes());
                if (!blank) {
                    var unused = context.close();
                }
                return;
            }
            if (atStart && repeatedHead.isNext(in)) {
                out.add(repeatedHead.take(in));
                atStart = false;
                isUnread = true;
                chunks.begin();
            }
            boolean hasChunks = chunks.take(in, out);
            if (isUnread) {
                endUnread(context, in, out);
            } else if (!hasChunks) {
                read(context, in, out);
            }
        }

        /** The head was known: where what comes behind its chunks is no plain end, Netty's decoder must read it after all. */
        private void endUnread(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            if (chunks.isOpen()) {
                return;
            }
            switch (ChunkedBody.takeEnd(in)) {
                case MAY_COME -> {}
                case TAKEN -> {
                    isUnread = false;
                    endWithLast(out);
                    end(in, out);
                }
                case OTHER -> {
                    isUnread = false;
                    super.decode(context, repeatedHead.again(), new ArrayList<>());
                    if (out.isEmpty()) {
                        read(context, in, out);
                    }
                }
            }
        }

        /** The last data go through the pipeline with the end. */
        private static void endWithLast(List<Object> out) {
            int last = out.size() - 1;
            if (last >= 0 && out.get(last) instanceof HttpContent content) {
                out.set(last, new DefaultLastHttpContent(content.content()));
            } else {
                out.add(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        }

        private void read(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
            int from = in.readerIndex();
            boolean isWhole = atStart;
            atStart = false;
            super.decode(context, in, out);
            if (out.isEmpty()) {
                return;
            }
            if (out.get(0) instanceof HttpResponse response) {
                interim = isInterim(response.status());
                if (response.decoderResult().isSuccess()
                        && HttpUtil.isTransferEncodingChunked(response)
                        && !isContentAlwaysEmpty(response)) {
                    chunks.begin();
                    if (isWhole && out.size() == 1 && response.status().equals(HttpResponseStatus.OK)) {
                        repeatedHead.learn(in, from, response);
                    }
                }
            }
            boolean ended = out.get(out.size() - 1) instanceof LastHttpContent;
            if (interim) {
                // They have no body: what came with the head is the end of it.
                out.clear();
            } else if (ended) {
                end(in, out);
            }
        }

        private void end(ByteBuf in, List<Object> out) {
            awaited = false;
            atStart = true;
            chunks.end();
            if (in.forEachByte(BLANK) >= 0) {
                markAsTooLong(out);
            }
        }

        /** Chunks win over a length (RFC 9112 section 6.3); Netty's own decoder would refuse the message. */
        @Override
        protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
            message.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        }

        private static boolean isInterim(HttpResponseStatus status) {
            return status.codeClass() == HttpStatusClass.INFORMATIONAL
                    && status.code() != HttpResponseStatus.SWITCHING_PROTOCOLS.code();
        }

        /** Lets the last content be read, and then fail: so the connection is closed before it can be used again. */
        private static void markAsTooLong(List<Object> out) {
            HttpContent last = (HttpContent) out.remove(out.size() - 1);
            if (last.content().isReadable()) {
                out.add(new DefaultHttpContent(last.content()));
            } else {
                last.release();
            }
            HttpContent failed = new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER);
            failed.setDecoderResult(DecoderResult.failure(new BeyondTheEndException()));
            out.add(failed);
        }
    }
}
