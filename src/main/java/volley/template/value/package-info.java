/**
 * The values of a chat template and what Python does with them: text forms, truth, equality, order, arithmetic,
 * subscripts, formatting.
 *
 * <p>Values are plain Java objects: {@link volley.template.value.None}, {@link Boolean}, {@link Long} or
 * {@link java.math.BigInteger} (only beyond a long), {@link Double}, {@link String} or
 * {@link volley.template.value.Markup}, {@link java.util.List} for a list, {@link volley.template.value.PyTuple},
 * {@link volley.template.value.PyDict}, and {@link volley.template.value.PyObject} for all else. Nothing here knows
 * templates, filters or methods.
 */
package volley.template.value;
