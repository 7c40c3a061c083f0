package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.http.client.impl.RequestTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import volley.config.Backend;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.ServerAddress;
import volley.network.Route;

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
    private final Route route;
    private final String givenBy;

    /**
     * @param baseUrl root of the server, such as {@code http://10.0.0.7:30000}
     * @param timeout for each answer
     * @throws BadInputException if {@code baseUrl} is not the address of an HTTP server
     */
    public ServerControl(Backend backend, URI baseUrl, ApiKey apiKey, Duration timeout) {
        this(backend, baseUrl, apiKey, timeout, Route.DIRECT, GivenAs.parameter("base-url"));
    }

    /**
     * As the other, for a server that was given in another way.
     *
     * @param route the way to it
     * @param givenBy what to name in errors
     */
    public ServerControl(Backend backend, URI baseUrl, ApiKey apiKey, Duration timeout, Route route, String givenBy) {
        this(backend, baseUrl, apiKey, ApiKey.NONE, timeout, route, givenBy);
    }

    private ServerControl(
            Backend backend,
            URI baseUrl,
            ApiKey apiKey,
            ApiKey adminKey,
            Duration timeout,
            Route route,
            String givenBy) {
        this.givenBy = givenBy;
        this.route = route;
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
    }

    /** The same, its flush and its profiler asked with a key of their own. */
    public ServerControl administeredBy(ApiKey key) {
        return new ServerControl(backend, address.root(), apiKey, key, timeout, route, givenBy);
    }

    /**
     * The first id of {@code GET /v1/models}.
     *
     * @throws BadInputException if no server answers, or it names no model
     */
    public String firstModelId() {
        Reply response = send(request("/v1/models"));
        String advice = "; give the model's name (" + GivenAs.parameter("model") + ")";
        if (!isSuccess(response)) {
            throw new BadInputException(
                    "The server names no model: GET " + masked(response.asked().address()) + " answered HTTP "
                            + response.status() + throughProxy() + " " + errorLine(response) + advice);
        }
        try {
            JsonNode id = JSON.readTree(response.body()).path("data").path(0).path("id");
            if (id.isTextual()) {
                return id.textValue();
            }
        } catch (JsonProcessingException e) {
            // Said below: an answer that is not JSON names no model either.
        }
        throw new BadInputException("The server names no model: GET "
                + masked(response.asked().address()) + " answered " + errorLine(response) + advice);
    }

    /**
     * Makes sure that a server answers, whatever it answers.
     *
     * @throws BadInputException if none does
     */
    public void requireAnswer() {
        send(request("/v1/models"));
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
        Reply response = send(controlRequest(route));
        return FlushReply.of(backend, response.status(), response.body(), this::redact);
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
            Reply response = send(request(route));
            if (isSuccess(response)) {
                return Optional.of(response.body());
            }
        }
        return Optional.empty();
    }

    /** The body of the answer to a JSON body; empty if the server refuses it. */
    Optional<String> ask(String route, String json) {
        Reply response = send(new Ask(HttpMethod.POST, address.at(route), apiKey, Optional.of(json)));
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
        Reply response = send(controlRequest(route));
        return isSuccess(response)
                ? new ControlOutcome.Done()
                : new ControlOutcome.Refused(response.status(), errorLine(response));
    }

    private String masked(URI asked) {
        return redact(asked.toString());
    }

    /** A request, which may be sent again where the server says. */
    private record Ask(HttpMethod method, URI address, ApiKey key, Optional<String> json) {
        Ask(HttpMethod method, URI address, ApiKey key) {
            this(method, address, key, Optional.empty());
        }

        Ask at(URI moved) {
            return new Ask(method, moved, key, json);
        }
    }

    private record Reply(Ask asked, PlainAnswer answer) {
        int status() {
            return answer.status();
        }

        String body() {
            return answer.body();
        }
    }

    /** Of a route that a server may keep for its administrator. */
    private Ask controlRequest(String route) {
        return new Ask(HttpMethod.POST, address.at(route), adminKey.isNone() ? apiKey : adminKey);
    }

    private Ask request(String route) {
        return new Ask(HttpMethod.GET, address.at(route), apiKey);
    }

    private Reply send(Ask first) {
        Ask ask = first;
        try (DirectClient client = DirectClient.start(route)) {
            Reply reply = send(client, ask);
            for (int followed = 0; followed < Redirect.MAX_FOLLOWED; followed++) {
                Optional<URI> target = redirect(reply);
                if (target.isEmpty()) {
                    break;
                }
                ask = ask.at(target.get());
                reply = send(client, ask);
            }
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("Interrupted while waiting for " + masked(ask.address()) + "; start again");
        } catch (IOException e) {
            throw new BadInputException("No answer from " + ask.method() + " " + masked(ask.address())
                    + throughProxy() + " ("
                    + errors.oneLine(adminKey.redact(reason(e))) + "); " + advice(e));
        }
    }

    private Reply send(DirectClient client, Ask ask) throws IOException, InterruptedException {
        return new Reply(
                ask, client.fetch(ask.method(), ask.address(), ask.key().headers(), ask.json(), timeout));
    }

    private String throughProxy() {
        return route.proxy().map(proxy -> " through " + proxy).orElse("");
    }

    private String advice(IOException failure) {
        if (ConnectionFailure.isOfProxy(ConnectionFailure.cause(failure))) {
            return "mend the proxy's address, or name the server in no_proxy";
        }
        if (failure instanceof SSLException && address.root().getScheme().equals("https")) {
            return "if its certificate is of an authority of your own, give that one's (" + GivenAs.parameter("tls.ca")
                    + ")";
        }
        return "start the server or give its address (" + givenBy + ")";
    }

    /** Where the request is to be sent again. */
    private static Optional<URI> redirect(Reply reply) {
        boolean asIs = reply.status() == 307
                || reply.status() == 308
                || reply.asked().method().equals(HttpMethod.GET);
        return asIs ? Redirect.toFollow(reply.asked().address(), location(reply)) : Optional.empty();
    }

    private static Optional<String> location(Reply reply) {
        return reply.status() / 100 == 3
                ? Optional.ofNullable(reply.answer().headers().get(HttpHeaderNames.LOCATION))
                : Optional.empty();
    }

    private String reason(IOException failure) {
        if (failure instanceof UnknownHostException) {
            return "unknown host";
        }
        if (failure.getCause() instanceof RequestTimeoutException) {
            return "none within " + timeout.toSeconds() + " s";
        }
        String message = ConnectionFailure.message(failure);
        return failure instanceof ConnectException && message.contains("refused") ? "connection refused" : message;
    }

    private String errorLine(Reply response) {
        String where = location(response)
                .map(target -> "to " + errors.oneLine(adminKey.redact(target)) + ": ")
                .orElse("");
        return where + errors.ofBody(adminKey.redact(response.body()));
    }

    private String redact(String text) {
        return adminKey.redact(apiKey.redact(text));
    }

    private static boolean isSuccess(Reply response) {
        return response.status() / 100 == 2;
    }
}
