package volley.play;

import java.net.URI;

/**
 * One of the times that a turn is sent.
 *
 * @param retries how often it was sent again because the server was busy
 * @param target where the server has moved; {@code null}: it has not
 * @param followed how often it was sent on to such a target
 */
public record Attempt(int retries, URI target, int followed) {
    public static final Attempt FIRST = new Attempt(0, null, 0);

    /** The next one, when the server is less busy. */
    public Attempt again() {
        return new Attempt(retries + 1, target, followed);
    }

    /** The next one, at another address of the server. */
    public Attempt movedTo(URI moved) {
        return new Attempt(retries, moved, followed + 1);
    }

    /** Whether it was not sent before. */
    public boolean isFirst() {
        return retries == 0 && followed == 0;
    }
}
