package volley.tokenizer;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import volley.config.BadInputException;

/**
 * Downloads single files from the Hugging Face hub. Redirects are followed here and not by the JDK's client, because
 * the token belongs to the endpoint only: large files are served by other hosts, which must not see it.
 */
final class HubClient {
    private static final int MAX_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final long FILE_TIMEOUT_MINUTES = 10;

    private final HubAccess access;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(10))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    HubClient(HubAccess access) {
        this.access = access;
    }

    /**
     * What came back for one file.
     *
     * @param found whether the file exists and was written
     * @param commit the commit the hub says it is of, 40 hex digits
     */
    record Download(boolean found, Optional<String> commit) {}

    /**
     * Downloads {@code file} of repository {@code id} at {@code revision} to {@code target}. A file that does not exist
     * (404) is no error; {@code target} is then left alone.
     *
     * @throws BadInputException if the hub cannot be reached or refuses
     */
    Download download(String id, String revision, String file, Path target) {
        URI uri = URI.create(access.endpoint() + "/" + id + "/resolve/" + revision + "/" + file);
        Optional<String> commit = Optional.empty();
        for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
            HttpResponse<Path> response = get(id, uri, target);
            if (commit.isEmpty() && sameOrigin(uri, access.endpoint())) {
                commit = commitOf(response);
            }
            int status = response.statusCode();
            if (status == 200) {
                return new Download(true, commit);
            }
            if (status == 404) {
                return new Download(false, commit);
            }
            if (!REDIRECTS.contains(status)) {
                throw refused(id, file, status);
            }
            uri = redirect(id, uri, response);
        }
        throw failure(id, "more than " + MAX_REDIRECTS + " redirects");
    }

    private static Optional<String> commitOf(HttpResponse<?> response) {
        return response.headers().firstValue("X-Repo-Commit").filter(value -> value.matches("[0-9a-f]{40}"));
    }

    private HttpResponse<Path> get(String id, URI uri, Path target) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("User-Agent", "volley");
        if (sameOrigin(uri, access.endpoint())) {
            access.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        CompletableFuture<HttpResponse<Path>> future = http.sendAsync(
                request.build(),
                info -> info.statusCode() == 200 ? BodySubscribers.ofFile(target) : BodySubscribers.replacing(null));
        try {
            return future.get(FILE_TIMEOUT_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException e) {
            throw failure(id, reason(e.getCause()));
        } catch (TimeoutException e) {
            throw failure(id, "not complete after " + FILE_TIMEOUT_MINUTES + " minutes");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(id, "interrupted");
        } finally {
            future.cancel(true);
        }
    }

    private URI redirect(String id, URI from, HttpResponse<?> response) {
        URI to;
        try {
            to = response.headers().firstValue("Location").map(from::resolve).orElse(from);
        } catch (IllegalArgumentException e) {
            throw failure(id, "a redirect to a malformed address");
        }
        boolean web = "https".equals(to.getScheme()) || to.getScheme().equals(from.getScheme());
        if (!web || to.getHost() == null) {
            throw failure(id, "a redirect away from " + from.getScheme());
        }
        return to;
    }

    private static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equals(b.getScheme()) && a.getHost().equalsIgnoreCase(b.getHost()) && port(a) == port(b);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    private static String reason(Throwable cause) {
        if (cause instanceof ConnectException) {
            return "no connection";
        }
        return cause instanceof IOException && cause.getMessage() != null
                ? cause.getMessage()
                : cause.getClass().getSimpleName();
    }

    private BadInputException refused(String id, String file, int status) {
        if (status == 401 || status == 403) {
            return failure(
                    id,
                    "HTTP " + status + ": private, gated or non-existent, and "
                            + (access.token().isPresent()
                                    ? "the token given (HF_TOKEN or the token file) has no access"
                                    : "no token given (HF_TOKEN)"));
        }
        return failure(id, "HTTP " + status + " for " + file);
    }

    private BadInputException failure(String id, String reason) {
        return Tokenizers.unresolved(id, "cannot be fetched from " + access.endpoint() + " (" + reason + ")");
    }
}
