package volley.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of a header's value a server may send back by itself: of {@code Bearer sk-123} the key, of {@code Basic dTpw} the
 * password, of cookies each one's value.
 */
final class HeaderSecrets {
    /** The names of schemes, as servers ask for them; other values may have blanks of their own. */
    private static final Pattern CREDENTIALS =
            Pattern.compile("(?i)(?:basic|bearer|token|api-?key|key|digest|negotiate|oauth)\\s+(\\S.*)");

    private static final Pattern COOKIE = Pattern.compile("[^=;]+=\"?([^;\"]+)");

    /** A shorter value, such as of {@code lang=en}, is a word. */
    private static final int LEAST_OF_COOKIE = 6;

    private HeaderSecrets() {}

    /** All of it, and its parts. */
    static List<String> of(String name, String value) {
        List<String> secrets = new ArrayList<>(List.of(value));
        Matcher credentials = CREDENTIALS.matcher(value);
        if (credentials.matches()) {
            secrets.add(credentials.group(1));
            password(credentials.group(1), secrets);
        }
        if (name.toLowerCase(Locale.ROOT).equals("cookie")) {
            COOKIE.matcher(value)
                    .results()
                    .map(match -> match.group(1).strip())
                    .filter(each -> each.length() >= LEAST_OF_COOKIE)
                    .forEach(secrets::add);
        }
        return secrets;
    }

    /** Of user and password in base64. */
    private static void password(String credentials, List<String> secrets) {
        try {
            String both = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            if (colon >= 0 && colon + 1 < both.length()) {
                secrets.add(both.substring(colon + 1));
            }
        } catch (IllegalArgumentException e) {
            // a key, not a password
        }
    }
}
