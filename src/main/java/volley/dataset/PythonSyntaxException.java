package volley.dataset;

/** The text is not a Python literal. */
final class PythonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    PythonSyntaxException(String what, int position) {
        super("not a Python literal, " + what + " at character " + (position + 1));
    }
}
