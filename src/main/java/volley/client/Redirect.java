package volley.client;

import io.gatling.http.client.uri.Uri;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.util.Optional;
import volley.config.ServerAddress;

/** Where a response with a Location sends its request. */
public final class Redirect {
    /** More in a row are a loop. */
    public static final int MAX_FOLLOWED = 5;

    private Redirect() {}

    /**
     * The address named, if it is one.
     *
     * @param asked what was asked for, from which it may be relative
     */
    static Optional<URI> target(URI asked, String location) {
        try {
            String to = location.strip();
            // Java would take a query alone for another path.
            return Optional.of(asked.resolve(to.startsWith("?") ? asked.getRawPath() + to : to));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The address to which the same request is sent: the key with it, so it must be of the same origin. Other redirects
     * than 307 and 308 would turn a POST into a GET.
     */
    static Optional<URI> toFollow(HttpResponseStatus status, Uri asked, String location) {
        boolean same = status.code() == HttpResponseStatus.TEMPORARY_REDIRECT.code()
                || status.code() == HttpResponseStatus.PERMANENT_REDIRECT.code();
        return same ? toFollow(URI.create(asked.toUrl()), Optional.of(location)) : Optional.empty();
    }

    /** The address named, if there is one and it is of the same origin. */
    public static Optional<URI> toFollow(URI asked, Optional<String> location) {
        return location.flatMap(text -> target(asked, text)).filter(target -> ServerAddress.sameOrigin(asked, target));
    }
}
