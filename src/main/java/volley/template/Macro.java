package volley.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import volley.template.value.Arguments;
import volley.template.value.None;
import volley.template.value.PyCallable;
import volley.template.value.PyDict;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Undefined;

/**
 * A macro that can be called, or the body of a call block.
 *
 * @param name null for the body of a call block
 * @param outer the frame it was defined in, whose variables it sees
 */
record Macro(MacroCode code, String name, Frame outer) implements PyCallable {
    @Override
    public Object call(Arguments arguments) {
        List<String> parameters = code.parameters();
        List<Object> given = arguments.positional();
        Map<String, Object> named = new LinkedHashMap<>(arguments.named());
        List<Object> values = new ArrayList<>(given.subList(0, Math.min(given.size(), parameters.size())));
        boolean foundCaller = values.size() == parameters.size() && parameters.contains("caller");
        for (String parameter : parameters.subList(values.size(), parameters.size())) {
            Object value = named.remove(parameter);
            foundCaller |= parameter.equals("caller");
            values.add(value == null ? MISSING : value);
        }
        if (code.usesCaller() && !foundCaller) {
            Object caller = named.remove("caller");
            values.add(caller == null ? Undefined.because("No caller defined") : caller);
        }
        if (code.usesKeywords()) {
            PyDict keywords = new PyDict();
            named.forEach(keywords::put);
            values.add(keywords);
        } else if (!named.isEmpty()) {
            throw refused(named);
        }
        List<Object> more = given.subList(Math.min(given.size(), parameters.size()), given.size());
        if (code.usesRest()) {
            values.add(new PyTuple(new ArrayList<>(more)));
        } else if (!more.isEmpty()) {
            throw PythonError.type(
                    "macro " + shownName() + " takes not more than " + parameters.size() + " argument(s)");
        }
        return code.render(outer, values);
    }

    private PythonError refused(Map<String, Object> named) {
        if (named.containsKey("caller")) {
            return PythonError.type("macro " + shownName() + " was invoked with two values for the special caller"
                    + " argument. This is most likely a bug.");
        }
        return PythonError.type("macro " + shownName() + " takes no keyword argument "
                + Repr.repr(named.keySet().iterator().next()));
    }

    private String shownName() {
        return name == null ? "None" : Repr.repr(name);
    }

    @Override
    public Object attribute(String attribute) {
        return switch (attribute) {
            case "name" -> name == null ? None.NONE : name;
            case "arguments" -> new PyTuple(new ArrayList<>(code.parameters()));
            case "caller" -> code.usesCaller();
            case "catch_kwargs" -> code.usesKeywords();
            case "catch_varargs" -> code.usesRest();
            case "explicit_caller" -> code.parameters().contains("caller");
            default -> MISSING;
        };
    }

    @Override
    public String typeName() {
        return "Macro";
    }

    @Override
    public String repr() {
        return "<Macro " + (name == null ? "anonymous" : Repr.repr(name)) + ">";
    }
}
