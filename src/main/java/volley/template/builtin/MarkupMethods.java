package volley.template.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import volley.template.value.Arguments;
import volley.template.value.HtmlEscape;
import volley.template.value.Markup;
import volley.template.value.PyTuple;
import volley.template.value.Values;

/** Methods of strings marked as safe: what they give is marked too, and what is put in is escaped. */
final class MarkupMethods {
    private static final Set<String> ESCAPES = Set.of("replace", "ljust", "rjust", "center", "join", "format");

    private MarkupMethods() {}

    static Method of(String name, Method plain) {
        return (self, arguments) ->
                marked(plain.call(self, ESCAPES.contains(name) ? escaped(name, arguments) : arguments));
    }

    private static Arguments escaped(String name, Arguments arguments) {
        List<Object> escaped = new ArrayList<>();
        for (Object argument : arguments.positional()) {
            boolean first = escaped.isEmpty();
            if (name.equals("join")) {
                List<Object> items = new ArrayList<>();
                Values.list(argument).forEach(item -> items.add(HtmlEscape.escape(item)));
                escaped.add(items);
            } else if (name.equals("format") || (Values.isString(argument) && !(name.equals("replace") && first))) {
                escaped.add(HtmlEscape.escape(argument));
            } else {
                escaped.add(argument);
            }
        }
        return new Arguments(escaped, arguments.named());
    }

    private static Object marked(Object result) {
        if (result instanceof String text) {
            return new Markup(text);
        }
        if (result instanceof List<?> list) {
            return new ArrayList<>(list.stream().map(MarkupMethods::marked).toList());
        }
        if (result instanceof PyTuple tuple) {
            return new PyTuple(new ArrayList<>(
                    tuple.items().stream().map(MarkupMethods::marked).toList()));
        }
        return result;
    }
}
