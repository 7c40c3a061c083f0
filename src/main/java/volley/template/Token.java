package volley.template;

/**
 * A piece of a template.
 *
 * @param value the text, the operator, or the value of a literal
 */
record Token(Type type, Object value, int line) {
    enum Type {
        DATA("template data / text"),
        BLOCK_BEGIN("begin of statement block"),
        BLOCK_END("end of statement block"),
        VARIABLE_BEGIN("begin of print statement"),
        VARIABLE_END("end of print statement"),
        NAME("name"),
        STRING("string"),
        INTEGER("integer"),
        FLOAT("float"),
        OPERATOR("operator"),
        EOF("end of template");

        private final String description;

        Type(String description) {
            this.description = description;
        }
    }

    boolean is(Type wanted) {
        return type == wanted;
    }

    boolean isName(String name) {
        return type == Type.NAME && value.equals(name);
    }

    boolean isOperator(String operator) {
        return type == Type.OPERATOR && value.equals(operator);
    }

    /** How messages call it. */
    String description() {
        return type == Type.NAME || type == Type.OPERATOR ? value.toString() : type.description;
    }
}
