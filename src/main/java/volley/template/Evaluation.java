package volley.template;

/** A compiled expression. */
@FunctionalInterface
interface Evaluation {
    Object value(Frame frame);
}
