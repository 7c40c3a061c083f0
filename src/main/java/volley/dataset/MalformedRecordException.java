package volley.dataset;

import java.io.IOException;

/** A record that is JSON but not of its format. Whoever knows the place makes a BadInputException of it. */
final class MalformedRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedRecordException(String message) {
        super(message);
    }
}
