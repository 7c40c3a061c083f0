package volley.play;

import java.net.URI;

/**
 * How often a turn was sent before.
 *
 * @param retries after the server had asked to come back
 * @param target where to, if the server has moved; {@code null}: it has not
 * @param followed how many redirects led there
 */
public record SendAttempt(int retries, URI target, int followed) {
    public static final SendAttempt FIRST = new SendAttempt(0, null, 0);

    public SendAttempt again() {
        return new SendAttempt(retries + 1, target, followed);
    }

    public SendAttempt movedTo(URI moved) {
        return new SendAttempt(retries, moved, followed + 1);
    }

    public boolean isFirst() {
        return retries == 0 && followed == 0;
    }
}
