package volley.config;

/** Names of HTTP headers, as far as a parameter may have them. */
final class HeaderName {
    private HeaderName() {}

    static boolean isValid(String name) {
        return name.matches("[A-Za-z0-9_-]+");
    }
}
