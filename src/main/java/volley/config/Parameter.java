package volley.config;

/**
 * A parameter as {@code reference.conf} has it.
 *
 * @param name without {@code volley.}
 * @param defaultValue as text; "not set" for none
 * @param description its comment in one line
 * @param flag whether it is true or false
 */
public record Parameter(String name, String defaultValue, String description, boolean flag) {}
