package volley.template.builtin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.template.value.Arguments;
import volley.template.value.Arithmetic;
import volley.template.value.HtmlEscape;
import volley.template.value.Json;
import volley.template.value.Limits;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Numbers;
import volley.template.value.PyDict;
import volley.template.value.PyTuple;
import volley.template.value.PythonError;
import volley.template.value.Repr;
import volley.template.value.Text;
import volley.template.value.TypeName;
import volley.template.value.Undefined;
import volley.template.value.Values;

/** Filters that make strings. */
final class TextFilters {
    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern BAD_NAME = Pattern.compile("[\\s/>=]");

    private TextFilters() {}

    static void addTo(FilterTable filters) {
        for (String method : List.of("upper", "lower", "capitalize")) {
            filters.add(method, 0, (value, a) -> StringMethods.call(soft(value), method, Arguments.NONE));
        }
        filters.add("trim", 0, (value, a) -> StringMethods.call(soft(value), "strip", given(a)), "chars");
        filters.add(
                "center",
                0,
                (value, a) -> StringMethods.call(soft(value), "center", Arguments.of(a[0] == null ? 80L : a[0])),
                "width");
        filters.add("title", 0, (value, a) -> title(Repr.str(value)));
        filters.add("string", 0, (value, a) -> soft(value));
        filters.add("safe", 0, (value, a) -> value instanceof Markup ? value : new Markup(Repr.str(value)));
        filters.add("e", 0, (value, a) -> HtmlEscape.escape(value));
        filters.add("escape", 0, (value, a) -> HtmlEscape.escape(value));
        filters.add("forceescape", 0, (value, a) -> HtmlEscape.escape(Repr.str(value)));
        filters.add("striptags", 0, (value, a) -> stripTags(Repr.str(value)));
        filters.add("replace", 2, TextFilters::replace, "old", "new", "count");
        filters.add("indent", 0, TextFilters::indent, "width", "first", "blank");
        filters.add("truncate", 0, TextFilters::truncate, "length", "killwords", "end", "leeway");
        filters.add("wordcount", 0, (value, a) -> WORD.matcher(Repr.str(value))
                .results()
                .count());
        filters.add("urlencode", 0, (value, a) -> urlEncode(value));
        filters.add("xmlattr", 0, TextFilters::attributes, "autospace");
        filters.put("format", TextFilters::format);
        filters.add("tojson", 0, TextFilters::toJson, "ensure_ascii", "indent", "separators", "sort_keys");
    }

    /** A string as it is, anything else as its text. */
    private static Object soft(Object value) {
        return value instanceof Markup ? value : Repr.str(value);
    }

    private static Arguments given(Object[] a) {
        return a[0] == null ? Arguments.NONE : Arguments.of(a[0]);
    }

    /** {@code value % arguments}. */
    private static Object format(Object value, Arguments arguments) {
        Map<String, Object> named = arguments.named();
        if (!named.isEmpty() && !arguments.positional().isEmpty()) {
            throw new PythonError(
                    "FilterArgumentError", "can't handle positional and keyword arguments at the same time");
        }
        if (named.isEmpty()) {
            return Arithmetic.modulo(soft(value), new PyTuple(arguments.positional()));
        }
        PyDict byName = new PyDict();
        named.forEach(byName::put);
        return Arithmetic.modulo(soft(value), byName);
    }

    private static String title(String text) {
        StringBuilder out = new StringBuilder();
        Matcher matcher = WORD_START.matcher(text);
        int from = 0;
        while (matcher.find()) {
            appendWord(out, text.substring(from, matcher.start()));
            out.append(matcher.group());
            from = matcher.end();
        }
        appendWord(out, text.substring(from));
        return out.toString();
    }

    private static void appendWord(StringBuilder out, String word) {
        if (!word.isEmpty()) {
            int first = Text.offset(word, 1);
            out.append(word.substring(0, first).toUpperCase(Locale.ROOT))
                    .append(word.substring(first).toLowerCase(Locale.ROOT));
        }
    }

    private static String stripTags(String text) {
        String plain = cut(cut(text, "<!--", "-->"), "<", ">");
        if (plain.indexOf('&') >= 0) {
            throw PythonError.unsupported("striptags of a text with HTML entities");
        }
        List<String> words = new ArrayList<>();
        for (Object word : (List<?>) StringMethods.call(plain, "split", Arguments.NONE)) {
            words.add(word.toString());
        }
        return String.join(" ", words);
    }

    private static String cut(String text, String open, String close) {
        String rest = text;
        int start = rest.indexOf(open);
        while (start >= 0) {
            int end = rest.indexOf(close, start);
            if (end < 0) {
                break;
            }
            rest = rest.substring(0, start) + rest.substring(end + close.length());
            start = rest.indexOf(open);
        }
        return rest;
    }

    private static Object replace(Object value, Object[] a) {
        long count = a[2] == null || a[2] == None.NONE ? -1 : Numbers.index(a[2]);
        return StringMethods.replace(Repr.str(value), Repr.str(a[0]), Repr.str(a[1]), count);
    }

    private static Object indent(Object value, Object[] a) {
        String indention =
                Values.isString(a[0]) ? a[0].toString() : Limits.repeat(" ", a[0] == null ? 4 : Numbers.index(a[0]));
        boolean first = a[1] != null && Values.truth(a[1]);
        boolean blank = a[2] != null && Values.truth(a[2]);
        String text = Arithmetic.add(value, "\n").toString();
        StringBuilder out = new StringBuilder(first ? indention : "");
        String separator = "";
        for (String line : Text.lines(text, false)) {
            out.append(separator);
            if (!separator.isEmpty() && (blank || !line.isEmpty())) {
                out.append(indention);
            }
            out.append(line);
            separator = "\n";
            Limits.characters(out.length());
        }
        return value instanceof Markup ? new Markup(out.toString()) : out.toString();
    }

    private static Object truncate(Object value, Object[] a) {
        long length = a[0] == null ? 255 : Numbers.index(a[0]);
        boolean killWords = a[1] != null && Values.truth(a[1]);
        String end = a[2] == null ? "..." : StringArguments.text(a[2]);
        long leeway = a[3] == null || a[3] == None.NONE ? 5 : Numbers.index(a[3]);
        long kept = length - Text.length(end);
        if (kept < 0 || leeway < 0) {
            throw new PythonError("AssertionError", "expected length >= " + Text.length(end) + ", got " + length);
        }
        if (Values.length(value) <= length + leeway) {
            return value;
        }
        String text = StringArguments.text(value);
        String cut = text.substring(0, Text.offset(text, (int) kept));
        int blank = cut.lastIndexOf(' ');
        return (killWords || blank < 0 ? cut : cut.substring(0, blank)) + end;
    }

    private static Object urlEncode(Object value) {
        if (Values.isString(value) || !Values.isIterable(value)) {
            return quote(Repr.str(value), "/");
        }
        List<String> pairs = new ArrayList<>();
        for (Object item : value instanceof PyDict dict ? dict.items() : Values.list(value)) {
            List<?> pair = item instanceof PyTuple tuple ? tuple.items() : Values.list(item);
            if (pair.size() != 2) {
                throw PythonError.value("not enough or too many values to unpack (expected 2)");
            }
            pairs.add(quote(Repr.str(pair.get(0)), "").replace("%20", "+") + "="
                    + quote(Repr.str(pair.get(1)), "").replace("%20", "+"));
        }
        return String.join("&", pairs);
    }

    private static String quote(String text, String safe) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "_.-~".indexOf(c) >= 0 || safe.indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return out.toString();
    }

    private static Object attributes(Object value, Object[] a) {
        if (!(value instanceof PyDict dict)) {
            throw new PythonError("AttributeError", "'" + TypeName.of(value) + "' object has no attribute 'items'");
        }
        List<String> parts = new ArrayList<>();
        dict.forEach((key, item) -> {
            if (item == None.NONE || item instanceof Undefined) {
                return;
            }
            if (BAD_NAME.matcher(StringArguments.text(key)).find()) {
                throw PythonError.value("Invalid character in attribute name: " + Repr.repr(key));
            }
            parts.add(HtmlEscape.escape(key) + "=\"" + HtmlEscape.escape(item) + "\"");
        });
        String text = String.join(" ", parts);
        boolean space = a[0] == null || Values.truth(a[0]);
        return space && !text.isEmpty() ? " " + text : text;
    }

    private static Object toJson(Object value, Object[] a) {
        String indent = null;
        if (a[1] != null && a[1] != None.NONE) {
            indent = Values.isString(a[1]) ? a[1].toString() : Limits.repeat(" ", Numbers.index(a[1]));
        }
        List<String> separators = null;
        if (a[2] != null && a[2] != None.NONE) {
            List<Object> pair = Values.list(a[2]);
            if (pair.size() != 2) {
                throw PythonError.value("too many or not enough values to unpack (expected 2)");
            }
            separators = List.of(StringArguments.text(pair.get(0)), StringArguments.text(pair.get(1)));
        }
        boolean ascii = a[0] != null && Values.truth(a[0]);
        return Json.write(value, ascii, indent, separators, a[3] != null && Values.truth(a[3]));
    }
}
