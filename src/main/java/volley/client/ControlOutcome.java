package volley.client;

/** What became of asking a server for something beside the load. */
public sealed interface ControlOutcome {
    /** Whether the server did it. */
    default boolean isDone() {
        return this instanceof Done;
    }

    /** The server answered with a status of success. */
    record Done() implements ControlOutcome {}

    /** Servers of this kind have no route for it. */
    record NotOffered() implements ControlOutcome {}

    /**
     * The server did not do it.
     *
     * @param httpStatus status code of its answer
     * @param detail its answer in one line
     */
    record Refused(int httpStatus, String detail) implements ControlOutcome {}
}
