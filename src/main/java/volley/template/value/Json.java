package volley.template.value;

import java.util.ArrayList;
import java.util.List;

/** Python's {@code json.dumps}, which transformers' {@code tojson} is. */
public final class Json {
    private final StringBuilder out = new StringBuilder();
    private final boolean ascii;
    private final String indent;
    private final String itemSeparator;
    private final String keySeparator;
    private final boolean sortKeys;

    private Json(boolean ascii, String indent, String itemSeparator, String keySeparator, boolean sortKeys) {
        this.ascii = ascii;
        this.indent = indent;
        this.itemSeparator = itemSeparator;
        this.keySeparator = keySeparator;
        this.sortKeys = sortKeys;
    }

    /**
     * @param ascii whether other characters are escaped
     * @param indent what a level is indented by, or {@code null} for one line
     * @param separators between items, and between key and value; {@code null} for Python's
     */
    public static String write(Object value, boolean ascii, String indent, List<String> separators, boolean sortKeys) {
        String item = separators != null ? separators.get(0) : indent == null ? ", " : ",";
        String key = separators != null ? separators.get(1) : ": ";
        Json json = new Json(ascii, indent, item, key, sortKeys);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Object value, int depth) {
        if (Values.isString(value)) {
            quote(value.toString());
        } else if (value == None.NONE) {
            out.append("null");
        } else if (value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value instanceof Number) {
            out.append(value);
        } else if (value instanceof List<?> list) {
            array(list, depth);
        } else if (value instanceof PyTuple tuple) {
            array(tuple.items(), depth);
        } else if (value instanceof PyDict dict) {
            object(dict, depth);
        } else {
            throw PythonError.type("Object of type " + TypeName.of(value) + " is not JSON serializable");
        }
        Limits.characters(out.length());
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? (value > 0 ? "Infinity" : "-Infinity") : Repr.number(value);
    }

    private void array(List<?> items, int depth) {
        out.append('[');
        boolean first = true;
        for (Object item : items) {
            begin(first, depth + 1);
            write(item, depth + 1);
            first = false;
        }
        end(first, depth, ']');
    }

    private void object(PyDict dict, int depth) {
        out.append('{');
        boolean first = true;
        List<Object> keys = dict.keys();
        if (sortKeys) {
            keys = Ordering.sorted(keys, key -> key, false);
        }
        for (Object key : new ArrayList<>(keys)) {
            begin(first, depth + 1);
            quote(key(key));
            out.append(keySeparator);
            write(dict.get(key), depth + 1);
            first = false;
        }
        end(first, depth, '}');
    }

    private static String key(Object key) {
        if (Values.isString(key)) {
            return key.toString();
        }
        if (key == None.NONE) {
            return "null";
        }
        if (!Numbers.isNumber(key)) {
            throw PythonError.type("keys must be str, int, float, bool or None, not " + TypeName.of(key));
        }
        return key instanceof Double number ? number(number) : key.toString();
    }

    private void begin(boolean first, int depth) {
        if (!first) {
            out.append(itemSeparator);
        }
        newLine(depth);
    }

    private void end(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (indent != null) {
            out.append('\n').append(Limits.repeat(indent, depth));
        }
    }

    private void quote(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < 0x20 || (ascii && c > 0x7f)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
