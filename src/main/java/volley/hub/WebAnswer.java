package volley.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;

/**
 * What came back for a GET.
 *
 * @param request the last one
 * @param last of the responses, the one with the content
 * @param ofHub those that the hub itself gave on the way: what others say of its files does not count
 */
record WebAnswer(HttpGet request, ClassicHttpResponse last, List<ClassicHttpResponse> ofHub) implements AutoCloseable {
    int status() {
        return last.getCode();
    }

    InputStream body() throws IOException {
        return last.getEntity() == null
                ? InputStream.nullInputStream()
                : last.getEntity().getContent();
    }

    /** Whether it is the part from this byte on. */
    boolean isFrom(long fromByte) {
        return status() == HttpStatus.SC_PARTIAL_CONTENT
                && header(Stream.of(last), HttpHeaders.CONTENT_RANGE)
                        .filter(range -> range.startsWith("bytes " + fromByte + "-"))
                        .isPresent();
    }

    /** The commit that the file is of, 40 hex digits. */
    Optional<String> commit() {
        return header(ofHub.stream(), "X-Repo-Commit").filter(value -> value.matches("[0-9a-f]{40}"));
    }

    /** The file's SHA-256, which the hub keeps of large files: their entity tag. */
    Optional<String> sha256() {
        return header(ofHub.stream(), "X-Linked-ETag")
                .map(tag -> tag.replaceAll("^(W/)?\"|\"$", ""))
                .filter(tag -> tag.matches("[0-9a-f]{64}"));
    }

    /** The whole file's length, where the hub says it. */
    OptionalLong fileBytes() {
        return header(ofHub.stream(), "X-Linked-Size")
                .filter(value -> value.matches("\\d{1,18}"))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }

    private static Optional<String> header(Stream<ClassicHttpResponse> responses, String name) {
        return responses
                .map(each -> each.getFirstHeader(name))
                .filter(Objects::nonNull)
                .map(Header::getValue)
                .filter(Objects::nonNull)
                .findFirst();
    }

    @Override
    public void close() {
        // Closing the content alone would read the rest of it, which may be gigabytes.
        request.cancel();
        try {
            last.close();
        } catch (IOException e) {
            // the connection is gone, as it should be
        }
    }
}
