package volley.client;

import io.gatling.http.client.uri.Uri;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import volley.config.GivenAs;

/** Status and headers of a response, and the body of one that is no answer: a refusal or a redirect. Of one event loop. */
final class ResponseHead {
    private static final int MAX_ERROR_BODY_BYTES = 1 << 16;

    private HttpResponseStatus status;
    private String retryAfter;
    private String location;
    private Uri asked;
    private ByteArrayOutputStream errorBody;

    void asked(Uri address) {
        asked = address;
    }

    void came(HttpResponseStatus responseStatus) {
        status = responseStatus;
    }

    void came(HttpHeaders headers) {
        retryAfter = headers.get(HttpHeaderNames.RETRY_AFTER);
        location = headers.get(HttpHeaderNames.LOCATION);
        if (!isSuccess()) {
            errorBody = new ByteArrayOutputStream();
        }
    }

    boolean isThere() {
        return status != null;
    }

    boolean isSuccess() {
        return status.code() / 100 == 2;
    }

    /** Whether the body is an answer; before there are headers, it is. */
    boolean hasAnswer() {
        return errorBody == null;
    }

    /** Of a body that is no answer. */
    void read(ByteBuf chunk) {
        if (chunk.isReadable() && errorBody.size() < MAX_ERROR_BODY_BYTES) {
            errorBody.writeBytes(ByteBufUtil.getBytes(chunk));
        }
    }

    /** 0 if there is none. */
    int code() {
        return status == null ? 0 : status.code();
    }

    /** Of a response that is no success. */
    Outcome refusal() {
        if (location != null && status.codeClass() == HttpStatusClass.REDIRECTION) {
            return Outcome.REDIRECTED;
        }
        if (retryAfter != null && (status.code() == 429 || status.code() == 503)) {
            return Outcome.RETRY_LATER;
        }
        return status.code() >= 500 ? Outcome.HTTP_5XX : Outcome.HTTP_4XX;
    }

    String redirectText(ErrorLine errors) {
        return "HTTP " + status.code() + " to "
                + errors.oneLine(Redirect.target(URI.create(asked.toUrl()), location)
                        .map(URI::toString)
                        .orElse(location))
                + ": give the server's address in full (" + GivenAs.parameter("base-url") + ")";
    }

    String errorText(ErrorLine errors) {
        String text = errors.ofBody(errorBody.toString(StandardCharsets.UTF_8));
        String where = status.code() == HttpResponseStatus.NOT_FOUND.code() && asked != null
                ? " at " + errors.oneLine(asked.toUrl())
                : "";
        return "HTTP " + status.code() + where + " " + (text.isEmpty() ? status.reasonPhrase() : text)
                + (retryAfter == null ? "" : " (Retry-After: " + errors.oneLine(retryAfter) + ")");
    }

    Duration retryDelay() {
        return RetryAfter.delay(retryAfter, Instant.now());
    }

    /** Where to ask instead, if that may be followed. */
    Optional<URI> redirect() {
        return Redirect.toFollow(status, asked, location);
    }
}
