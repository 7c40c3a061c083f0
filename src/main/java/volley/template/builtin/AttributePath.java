package volley.template.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import volley.template.value.Markup;
import volley.template.value.None;
import volley.template.value.Undefined;
import volley.template.value.Values;

/**
 * An attribute as filters name it: {@code "a.b.0"} goes down, an integer is an index.
 *
 * @param parts the steps; none gives the value itself
 */
record AttributePath(List<Object> parts) {
    /** @param attribute a string, an integer, or None for the value itself */
    static AttributePath of(Object attribute) {
        if (attribute == None.NONE) {
            return new AttributePath(List.of());
        }
        if (!Values.isString(attribute)) {
            return new AttributePath(List.of(attribute));
        }
        List<Object> parts = new ArrayList<>();
        for (String part : attribute.toString().split("\\.", -1)) {
            Object number = part.matches("\\d+") ? NumberAttributes.parse(part, 10) : null;
            parts.add(number == null ? part : number);
        }
        return new AttributePath(parts);
    }

    /** Several paths with commas between them. */
    static List<AttributePath> several(Object attribute) {
        if (!Values.isString(attribute)) {
            return List.of(of(attribute));
        }
        List<AttributePath> paths = new ArrayList<>();
        for (String path : attribute.toString().split(",", -1)) {
            paths.add(of(path));
        }
        return paths;
    }

    Object get(Object value) {
        return get(value, None.NONE);
    }

    /** @param otherwise what stands for an undefined part; None for none */
    Object get(Object value, Object otherwise) {
        Object item = value;
        for (Object part : parts) {
            item = Attributes.item(item, part);
            if (otherwise != None.NONE && item instanceof Undefined) {
                item = otherwise;
            }
        }
        return item;
    }

    /** A string in lower case, for comparing without regard to case. */
    static Object ignoreCase(Object value) {
        return value instanceof String || value instanceof Markup
                ? value.toString().toLowerCase(Locale.ROOT)
                : value;
    }
}
