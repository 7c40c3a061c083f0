package volley.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import volley.config.ServerAddress;
import volley.network.Route;

/** Asks a server for its {@code Date}, over one connection. Blocks: not for an event loop. */
public final class ServerDate implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final DirectClient client;
    private final URI models;
    private final ApiKey key;

    /** @param baseUrl root of the server */
    public ServerDate(URI baseUrl, Route route, ApiKey key) {
        this.client = DirectClient.start(route);
        this.models = ServerAddress.of(baseUrl).at("/v1/models");
        this.key = key;
    }

    /** The Date of an answer, whatever it says else; empty if there is none. */
    public Optional<Instant> ask() {
        try {
            return client.get(models, key.headers(), TIMEOUT)
                    .header(HttpHeaderNames.DATE.toString())
                    .flatMap(ServerDate::instant);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<Instant> instant(String date) {
        try {
            return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
