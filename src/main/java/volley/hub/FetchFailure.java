package volley.hub;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Why something could not be fetched. The message is one line without secrets, such as {@code cannot be fetched from
 * https://huggingface.co (no connection to huggingface.co)}: it follows a subject.
 */
public final class FetchFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String commit;

    /** What may help. */
    public enum Kind {
        /** Nobody answers there. */
        NO_CONNECTION,
        /** The way broke, or the server is busy or ill: later it may work. */
        BROKEN,
        /** The server, or the user's own setting, says no. */
        REFUSED,
        /** There is no such file or repository. */
        MISSING,
        /** What came is not what was wanted. */
        DAMAGED,
        /** It cannot be written here. */
        LOCAL
    }

    FetchFailure(Kind kind, String message) {
        this(kind, message, null);
    }

    FetchFailure(Kind kind, String message, Throwable cause) {
        this(kind, message, cause, null);
    }

    private FetchFailure(Kind kind, String message, Throwable cause, String commit) {
        super(message, cause);
        this.kind = kind;
        this.commit = commit;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether another try may succeed. */
    boolean mayPass() {
        return kind == Kind.NO_CONNECTION || kind == Kind.BROKEN;
    }

    /** The commit that has no such file, where the hub names it. */
    Optional<String> commit() {
        return Optional.ofNullable(commit);
    }

    FetchFailure withCommit(Optional<String> named) {
        return new FetchFailure(kind, getMessage(), getCause(), named.orElse(null));
    }

    /** The same, which also says from where. */
    FetchFailure from(URI place) {
        return kind == Kind.LOCAL
                ? this
                : new FetchFailure(kind, "cannot be fetched from " + place + " (" + getMessage() + ")", this, commit);
    }
}
