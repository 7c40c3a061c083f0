package volley.prepare;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import volley.client.ApiKey;
import volley.client.ServerControl;
import volley.config.ComparisonSettings;
import volley.config.GivenAs;
import volley.config.ServerAddress;
import volley.config.ServerSettings;
import volley.config.Settings;
import volley.config.SimulatedEngine.EngineKind;
import volley.config.SimulatedSettings;
import volley.network.Route;
import volley.report.folder.RunFacts;
import volley.servermetrics.MetricsSource;
import volley.simulator.Engines;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.Tokenizer;

/**
 * The server under test.
 *
 * @param baseUrl its root
 * @param route the way to it
 * @param model the model name to send
 * @param control its routes beside the load
 * @param simulated the server itself, when it was started here
 */
public record Target(
        URI baseUrl,
        Route route,
        String model,
        ApiKey apiKey,
        ServerControl control,
        Optional<SimulatedServer> simulated)
        implements AutoCloseable {
    /** For anything but the load: a server that takes longer to name its models does not work. */
    private static final Duration CONTROL_TIMEOUT = Duration.ofSeconds(30);

    /**
     * A server that runs already.
     *
     * @throws volley.config.BadInputException if it does not answer
     */
    public static Target running(ServerSettings server, URI baseUrl, ApiKey key) {
        return running(server, baseUrl, key, GivenAs.parameter("base-url"));
    }

    /**
     * One of several servers that run already.
     *
     * @throws volley.config.BadInputException if it does not answer
     */
    public static Target running(ServerSettings server, ComparisonSettings.Endpoint endpoint, ApiKey key) {
        return running(server, endpoint.baseUrl(), key, endpoint.name() + " in " + GivenAs.parameter("endpoints"));
    }

    private static Target running(ServerSettings server, URI baseUrl, ApiKey key, String givenBy) {
        Target unasked = unasked(server, baseUrl, key, givenBy, server.model().orElse(""));
        ServerControl control = unasked.control();
        String model;
        if (server.model().isPresent()) {
            control.requireAnswer();
            model = server.model().get();
        } else {
            model = control.firstModelId();
        }
        MetricsSource.requireNamed(server, baseUrl, unasked.apiKey());
        ApiKey adminKey =
                server.backend().adminKeyVariable().map(ApiKey::fromEnvironment).orElse(ApiKey.NONE);
        return new Target(
                baseUrl, unasked.route(), model, unasked.apiKey(), control.administeredBy(adminKey), Optional.empty());
    }

    private static Target unasked(ServerSettings server, URI baseUrl, ApiKey key, String givenBy, String model) {
        Route route = route(server, baseUrl);
        ApiKey apiKey = key.at(baseUrl, route, server.headers());
        ServerControl control = new ServerControl(server.backend(), baseUrl, apiKey, CONTROL_TIMEOUT, route, givenBy);
        return new Target(baseUrl, route, model, apiKey, control, Optional.empty());
    }

    /**
     * Makes sure, without asking any of them, that the servers could be asked: that there is what the way to them takes.
     *
     * @throws volley.config.BadInputException if a file of {@code tls} or a variable that names a proxy cannot be used
     */
    public static void checkWays(Settings settings) {
        ServerSettings server = settings.server();
        ApiKey key = ApiKey.fromEnvironment();
        server.baseUrl().ifPresent(url -> unasked(server, url, key, GivenAs.parameter("base-url"), ""));
        settings.comparison()
                .endpoints()
                .forEach(each -> unasked(server, each.baseUrl(), key, GivenAs.parameter("endpoints"), ""));
        MetricsSource.checkWays(server);
    }

    /** Starts the simulated server on a free loopback port. */
    public static Target simulated(Settings settings, Tokenizer tokenizer) {
        SimulatedSettings asked = settings.simulated();
        SimulatedServer server = SimulatedServer.with(Engines.realTime(asked), tokenizer::encode)
                .openingIds(tokenizer.openingIds())
                .backend(settings.server().backend())
                .cacheReport(asked.cacheReport())
                .streamInterval(asked.streamIntervalTokens())
                .openingIds(tokenizer.openingIds())
                .textTokens(asked.textTokens().orElse(Integer.MAX_VALUE))
                .arguments(asked.engine().kind() == EngineKind.ROOFLINE ? Engines.told(asked.engine()) : Map.of())
                .start();
        URI baseUrl = URI.create(server.baseUrl());
        ServerControl control = new ServerControl(settings.server().backend(), baseUrl, ApiKey.NONE, CONTROL_TIMEOUT);
        String model = settings.server().model().orElseGet(control::firstModelId);
        return new Target(baseUrl, Route.DIRECT, model, ApiKey.NONE, control, Optional.of(server));
    }

    /** A simulated server on this machine that whoever started it closes. */
    public static Target loopback(URI baseUrl, Settings settings) {
        ServerControl control = new ServerControl(settings.server().backend(), baseUrl, ApiKey.NONE, CONTROL_TIMEOUT);
        return new Target(baseUrl, Route.DIRECT, SimulatedServer.MODEL, ApiKey.NONE, control, Optional.empty());
    }

    /** The server that a run asked, which may be gone by now. */
    public static Target ofEndedRun(ServerSettings server, RunFacts facts) {
        return unasked(
                server,
                URI.create(facts.parameters().getOrDefault("base-url", "")),
                ApiKey.fromEnvironment(),
                GivenAs.parameter("base-url"),
                facts.parameters().getOrDefault("model", ""));
    }

    private static Route route(ServerSettings server, URI baseUrl) {
        return Route.to(baseUrl, server.tls(), System.getenv()).connectingWithin(server.connectTimeout());
    }

    /** Its address as it may be written. */
    public String address() {
        return ServerAddress.masked(baseUrl.toString());
    }

    /** What it is, for people. */
    String description() {
        return simulated.isPresent()
                ? "SIMULATED server in this process (" + baseUrl + "): its times are a model's, not a GPU's"
                : address() + ", model " + model
                        + route.proxy().map(proxy -> ", through " + proxy).orElse("")
                        + (route.tls().verifies() ? "" : ", whose certificate is NOT verified");
    }

    @Override
    public void close() {
        simulated.ifPresent(SimulatedServer::close);
    }
}
