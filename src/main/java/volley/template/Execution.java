package volley.template;

/** A compiled statement. */
@FunctionalInterface
interface Execution {
    /** What comes after a statement. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    Flow run(Frame frame, StringBuilder out);
}
