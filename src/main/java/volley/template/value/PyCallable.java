package volley.template.value;

/** A value that can be called. */
public interface PyCallable extends PyObject {
    Object call(Arguments arguments);
}
