package volley.template;

import volley.template.value.PythonError;
import volley.template.value.TypeName;
import volley.template.value.Values;

/** The results of filter and call blocks: not turned into text, as those of output are. */
final class BlockText {
    private BlockText() {}

    /**
     * Appends a result.
     *
     * @throws PythonError a TypeError if it is not a string
     */
    static void append(Object value, StringBuilder out) {
        if (!Values.isString(value)) {
            throw PythonError.type("sequence item: expected str instance, " + TypeName.of(value) + " found");
        }
        out.append(value);
    }
}
