package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ServerAddress;

/**
 * The routes of a server beside the load: its models, its cache's flush, its profiler. Blocks: to be used before and
 * after a run, never on an event loop.
 */
public final class ServerControl {
    private static final JsonMapper JSON = new JsonMapper();

    private final Backend backend;
    private final ServerAddress address;
    private final ApiKey apiKey;
    private final ErrorLine errors;
    private final ApiKey adminKey;
    private final Duration timeout;
    private final HttpClient client;
    private final String givenBy;

    /**
     * @param baseUrl root of the server, such as {@code http://10.0.0.7:30000}
     * @param timeout for connecting, and again for each answer
     * @throws BadInputException if {@code baseUrl} is not the address of an HTTP server
     */
    public ServerControl(Backend backend, URI baseUrl, ApiKey apiKey, Duration timeout) {
        this(backend, baseUrl, apiKey, timeout, GivenAs.parameter("base-url"));
    }

    /**
     * As the other, for a server that was given in another way.
     *
     * @param givenBy what to name in errors
     */
    public ServerControl(Backend backend, URI baseUrl, ApiKey apiKey, Duration timeout, String givenBy) {
        this(backend, baseUrl, apiKey, ApiKey.NONE, timeout, givenBy);
    }

    private ServerControl(
            Backend backend, URI baseUrl, ApiKey apiKey, ApiKey adminKey, Duration timeout, String givenBy) {
        this.givenBy = givenBy;
        this.adminKey = adminKey;
        try {
            this.address = ServerAddress.of(baseUrl);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("No server's address: " + ServerAddress.masked(baseUrl.toString()) + " ("
                    + givenBy + ") " + e.getMessage());
        }
        this.backend = backend;
        this.apiKey = apiKey;
        this.errors = new ErrorLine(apiKey.secrets());
        this.timeout = timeout;
        // SGLang's and vLLM's server speaks HTTP/1.1 only and warns of the attempt to upgrade.
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** The same, its flush and its profiler asked with a key of their own. */
    public ServerControl administeredBy(ApiKey key) {
        return new ServerControl(backend, address.root(), apiKey, key, timeout, givenBy);
    }

    /**
     * The first id of {@code GET /v1/models}.
     *
     * @throws BadInputException if no server answers, or it names no model
     */
    public String firstModelId() {
        HttpRequest.Builder request = request("/v1/models").GET();
        HttpResponse<String> response = send(request);
        String advice = "; give the model's name (" + GivenAs.parameter("model") + ")";
        if (!isSuccess(response)) {
            throw new BadInputException("The server names no model: GET " + masked(response.uri()) + " answered HTTP "
                    + response.statusCode() + " " + errorLine(response) + advice);
        }
        try {
            JsonNode id = JSON.readTree(response.body()).path("data").path(0).path("id");
            if (id.isTextual()) {
                return id.textValue();
            }
        } catch (JsonProcessingException e) {
            // Said below: an answer that is not JSON names no model either.
        }
        throw new BadInputException("The server names no model: GET " + masked(response.uri()) + " answered "
                + errorLine(response) + advice);
    }

    /**
     * Makes sure that a server answers, whatever it answers.
     *
     * @throws BadInputException if none does
     */
    public void requireAnswer() {
        send(request("/v1/models").GET());
    }

    /** Whether servers of this kind have a route that empties their cache. */
    public boolean offersFlush() {
        return backend.flushRoute().isPresent();
    }

    /** Name of this kind of server, for people. */
    public String serverTitle() {
        return backend.title();
    }

    /**
     * Asks once for the server's prefix cache to be emptied.
     *
     * @param patience for how long a server that is able to may wait until it is idle
     */
    public FlushReply flushCache(Duration patience) {
        Optional<String> route = backend.flushRoute();
        if (route.isEmpty()) {
            return FlushReply.NOT_OFFERED;
        }
        long seconds = Math.min(patience.toSeconds(), timeout.toSeconds() / 2);
        String waiting = backend.flushWaitParameter()
                .filter(name -> seconds > 0)
                .map(name -> (route.get().contains("?") ? "&" : "?") + name + "=" + seconds)
                .orElse("");
        return flushReply(route.get() + waiting);
    }

    /** Empties the cache's tier in storage, where the server says that it has one. */
    public FlushReply clearStorage() {
        Optional<String> route = backend.storageClearRoute();
        return route.isPresent() && hasStorageTier() ? flushReply(route.get()) : FlushReply.NOT_OFFERED;
    }

    private FlushReply flushReply(String route) {
        HttpResponse<String> response = send(controlRequest(route).POST(BodyPublishers.noBody()));
        return FlushReply.of(backend, response.statusCode(), response.body(), this::redact);
    }

    private boolean hasStorageTier() {
        try {
            Optional<String> told = firstAnswer(backend.cacheRoutes());
            return told.isPresent() && SglangCache.hasStorageTier(JSON.readTree(told.get()));
        } catch (BadInputException | JsonProcessingException e) {
            return false;
        }
    }

    /** What the server tells of the size of its prefix cache. Never fails: at worst it is nothing. */
    public CacheInfo cacheInfo() {
        try {
            Optional<String> told = firstAnswer(backend.cacheRoutes());
            if (told.isEmpty()) {
                return CacheInfo.UNKNOWN;
            }
            return switch (backend.cacheForm()) {
                case SGLANG_SERVER_INFO -> SglangCache.of(JSON.readTree(told.get()), this::metrics);
                case VLLM_METRICS -> VllmCache.of(told.get());
                case NOT_TOLD -> CacheInfo.UNKNOWN;
            };
        } catch (BadInputException | JsonProcessingException | ArithmeticException e) {
            return CacheInfo.UNKNOWN;
        }
    }

    private Optional<String> metrics() {
        return firstAnswer(backend.metricsRoute().stream().toList());
    }

    /** Body of the first of several routes that is there. */
    private Optional<String> firstAnswer(List<String> routes) {
        for (String route : routes) {
            HttpResponse<String> response = send(request(route).GET());
            if (isSuccess(response)) {
                return Optional.of(response.body());
            }
        }
        return Optional.empty();
    }

    /** The body of the answer to a JSON body; empty if the server refuses it. */
    Optional<String> ask(String route, String json) {
        HttpResponse<String> response =
                send(request(route).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
        return isSuccess(response) ? Optional.of(response.body()) : Optional.empty();
    }

    public ControlOutcome startProfile() {
        return post(backend.startProfileRoute());
    }

    public ControlOutcome stopProfile() {
        return post(backend.stopProfileRoute());
    }

    private ControlOutcome post(Optional<String> route) {
        return route.map(this::post).orElseGet(ControlOutcome.NotOffered::new);
    }

    private ControlOutcome post(String route) {
        HttpResponse<String> response = send(controlRequest(route).POST(BodyPublishers.noBody()));
        return isSuccess(response)
                ? new ControlOutcome.Done()
                : new ControlOutcome.Refused(response.statusCode(), errorLine(response));
    }

    private String masked(URI asked) {
        return redact(asked.toString());
    }

    /** Of a route that a server may keep for its administrator. */
    private HttpRequest.Builder controlRequest(String route) {
        return request(route, adminKey.isNone() ? apiKey : adminKey);
    }

    private HttpRequest.Builder request(String route) {
        return request(route, apiKey);
    }

    private HttpRequest.Builder request(String route, ApiKey key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.at(route)).timeout(timeout);
        key.headers().forEach(request::header);
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            for (int followed = 0; followed < Redirect.MAX_FOLLOWED; followed++) {
                Optional<URI> target = redirect(response);
                if (target.isEmpty()) {
                    break;
                }
                request = HttpRequest.newBuilder(request, (name, value) -> true)
                        .uri(target.get())
                        .build();
                response = client.send(request, BodyHandlers.ofString());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("Interrupted while waiting for " + masked(request.uri()) + "; start again");
        } catch (IOException e) {
            throw new BadInputException("No answer from " + request.method() + " " + masked(request.uri()) + " ("
                    + errors.oneLine(adminKey.redact(reason(e)))
                    + "); start the server or give its address (" + givenBy + ")");
        }
    }

    /** Where the request is to be sent again. The JDK's client would send the key to other servers too. */
    private static Optional<URI> redirect(HttpResponse<String> response) {
        int status = response.statusCode();
        boolean asIs =
                status == 307 || status == 308 || response.request().method().equals("GET");
        return asIs ? Redirect.toFollow(response.uri(), location(response)) : Optional.empty();
    }

    private static Optional<String> location(HttpResponse<String> response) {
        return response.statusCode() / 100 == 3 ? response.headers().firstValue("Location") : Optional.empty();
    }

    /** The JDK's client says nothing in these two cases but the exceptions' names. */
    private static String reason(IOException failure) {
        if (failure.getCause() instanceof ConnectException connect
                && connect.getCause() instanceof UnresolvedAddressException) {
            return "unknown host";
        }
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return "connection refused";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private String errorLine(HttpResponse<String> response) {
        String where = location(response)
                .map(target -> "to " + errors.oneLine(adminKey.redact(target)) + ": ")
                .orElse("");
        return where + errors.ofBody(adminKey.redact(response.body()));
    }

    private String redact(String text) {
        return adminKey.redact(apiKey.redact(text));
    }

    private static boolean isSuccess(HttpResponse<String> response) {
        return response.statusCode() / 100 == 2;
    }
}
