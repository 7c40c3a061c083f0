package volley.template.builtin;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import volley.template.value.Arguments;
import volley.template.value.Numbers;
import volley.template.value.PyCallable;
import volley.template.value.PyDict;
import volley.template.value.PyRange;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Signature;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** The functions every template can call. */
public final class Globals {
    private static final Signature JOINER = Signature.of("joiner", 0, "sep");
    private static final Signature RAISE = Signature.of("raise_exception", 1, "message");
    private static final Signature NOW = Signature.of("strftime_now", 1, "format");

    private static final Map<String, Object> FIXED = Map.of(
            "range", new Function(Globals::range),
            "dict", new DictType(),
            "namespace", new Function(arguments -> new Namespace(dict(arguments))),
            "cycler", new Function(arguments -> new Cycler(List.copyOf(arguments.positional()))),
            "joiner",
                    new Function(arguments -> {
                        Object separator = JOINER.bind(arguments)[0];
                        return new Joiner(separator == null ? ", " : separator);
                    }),
            "lipsum",
                    new Function(arguments -> {
                        throw PythonError.unsupported("the function 'lipsum'");
                    }),
            "raise_exception",
                    new Function(arguments -> {
                        throw new PythonError("TemplateError", Repr.str(RAISE.bind(arguments)[0]));
                    }));

    private Globals() {}

    /** @param now what {@code strftime_now} tells */
    public static Map<String, Object> at(LocalDateTime now) {
        Map<String, Object> globals = new HashMap<>(FIXED);
        globals.put(
                "strftime_now",
                new Function(arguments -> Strftime.format(now, StringArguments.text(NOW.bind(arguments)[0]))));
        return globals;
    }

    private static Object range(Arguments arguments) {
        List<Object> a = arguments.positional();
        if (!arguments.named().isEmpty() || a.isEmpty() || a.size() > 3) {
            throw PythonError.type("range expected 1 to 3 arguments, got " + arguments.count());
        }
        long first = Numbers.index(a.get(0));
        return a.size() == 1
                ? new PyRange(0, first, 1)
                : new PyRange(first, Numbers.index(a.get(1)), a.size() == 3 ? Numbers.index(a.get(2)) : 1);
    }

    /** Python's {@code dict(…)}. */
    private static PyDict dict(Arguments arguments) {
        if (arguments.positional().size() > 1) {
            throw PythonError.type("dict expected at most 1 argument, got "
                    + arguments.positional().size());
        }
        PyDict dict = new PyDict();
        for (Object source : arguments.positional()) {
            fill(dict, source);
        }
        arguments.named().forEach(dict::put);
        return dict;
    }

    private static void fill(PyDict dict, Object source) {
        if (source instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (source instanceof PyDict other) {
            other.forEach(dict::put);
            return;
        }
        int index = 0;
        for (Iterator<Object> items = Values.iterator(source); items.hasNext(); index++) {
            List<Object> pair = Values.list(items.next());
            if (pair.size() != 2) {
                throw PythonError.value("dictionary update sequence element #" + index + " has length " + pair.size()
                        + "; 2 is required");
            }
            dict.put(pair.get(0), pair.get(1));
        }
    }

    /** {@code dict} itself, which transformers gives one method. */
    private static final class DictType implements PyCallable {
        @Override
        public Object call(Arguments arguments) {
            return dict(arguments);
        }

        @Override
        public Object attribute(String name) {
            return name.equals("fromkeys") ? new BoundMethod(this, CollectionMethods.FROM_KEYS_METHOD) : MISSING;
        }

        @Override
        public String typeName() {
            return "TemplateDict";
        }
    }
}
