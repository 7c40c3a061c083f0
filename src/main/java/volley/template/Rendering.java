package volley.template;

import java.util.HashMap;
import java.util.Map;
import volley.template.value.PyObject;
import volley.template.value.PythonError;

/** One rendering of a template: its variables, and how much work it has done. */
final class Rendering {
    /** Rounds of loops and calls of macros: far more than a chat needs, less than ten seconds. */
    private static final long MAX_STEPS = 5_000_000;

    /** Macros that call each other; Python stops at about as many. */
    private static final int MAX_DEPTH = 200;

    private final Map<String, Object> given;
    private final Map<String, Object> exported = new HashMap<>();
    private long steps;
    private int depth;

    Rendering(Map<String, Object> given) {
        this.given = given;
    }

    Object resolve(String name) {
        Object value = exported.get(name);
        if (value == null) {
            value = given.get(name);
        }
        return value == null ? PyObject.MISSING : value;
    }

    /** Makes a variable of the template visible to its blocks. */
    void export(String name, Object value) {
        exported.put(name, value);
    }

    void step() {
        if (++steps > MAX_STEPS) {
            throw new PythonError("TimeoutError", "the template takes more than " + MAX_STEPS + " steps");
        }
    }

    void enter() {
        step();
        if (++depth > MAX_DEPTH) {
            throw new PythonError("RecursionError", "maximum recursion depth exceeded");
        }
    }

    void leave() {
        depth--;
    }
}
