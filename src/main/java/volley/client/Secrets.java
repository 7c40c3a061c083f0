package volley.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Texts that are to be written nowhere, though a server may send them back: in each form in which JSON, HTML, URLs and
 * Python's repr write them. A text is to be masked before it is cut or quoted.
 */
public final class Secrets {
    /** Nothing is masked. */
    public static final Secrets NONE = new Secrets(List.of());

    private static final String MASK = "***";

    /** What a cut left of a secret at the end of a text is masked from here on: shorter ones are in any text. */
    private static final int LEAST_REST = 4;

    /** A shorter one, such as the "EMPTY" that people give to servers without keys, is a word: answers may have it. */
    private static final int LEAST_IN_ANSWERS = 8;

    private final List<String> forms;
    private final List<byte[]> inAnswers;

    private Secrets(Collection<String> values) {
        Set<String> all = new LinkedHashSet<>();
        List<byte[]> bytes = new ArrayList<>();
        for (String value : values) {
            if (!value.isBlank()) {
                List<String> written = forms(value);
                all.addAll(written);
                if (value.length() >= LEAST_IN_ANSWERS) {
                    written.forEach(form -> bytes.add(form.getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        forms = all.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        bytes.sort(Comparator.comparingInt((byte[] form) -> form.length).reversed());
        inAnswers = List.copyOf(bytes);
    }

    /** Those of a server; blank ones are none. */
    public static Secrets of(Collection<String> values) {
        Secrets secrets = new Secrets(values);
        return secrets.forms.isEmpty() ? NONE : secrets;
    }

    private static List<String> forms(String value) {
        String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
        String html = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        String quoted = html.replace("\"", "&quot;");
        String url = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return List.of(
                value,
                json,
                json.replace("/", "\\/"),
                // An error that holds JSON as a text is escaped twice.
                json.replace("\\", "\\\\").replace("\"", "\\\""),
                inJson(value),
                html,
                quoted,
                quoted.replace("'", "&#39;"),
                quoted.replace("'", "&#x27;"),
                quoted.replace("\"", "&#34;").replace("'", "&#39;"),
                url,
                url.replace("+", "%20"),
                value.replace("\\", "\\\\").replace("'", "\\'"));
    }

    private static String inJson(String value) {
        JsonText text = JsonText.of(value);
        byte[] bytes = new byte[text.byteLength()];
        text.copyTo(bytes, 0);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The text without secrets, and without what a cut left of one at its end; {@code null} for {@code null}. */
    public String mask(String text) {
        if (text == null || forms.isEmpty()) {
            return text;
        }
        String masked = text;
        for (String form : forms) {
            masked = masked.replace(form, MASK);
        }
        for (String form : forms) {
            int rest = Math.min(form.length() - 1, masked.length());
            while (rest >= LEAST_REST && !masked.regionMatches(masked.length() - rest, form, 0, rest)) {
                rest--;
            }
            if (rest >= LEAST_REST) {
                return masked.substring(0, masked.length() - rest) + MASK;
            }
        }
        return masked;
    }

    /**
     * An answer, where every byte of a secret becomes {@code *}: how long it is, and where its pieces end, stays.
     *
     * @param escapedUtf8 the inside of a JSON string
     * @return the same array if it has none
     */
    public byte[] mask(byte[] escapedUtf8) {
        byte[] masked = escapedUtf8;
        for (byte[] form : inAnswers) {
            for (int at = find(form, masked, 0); at >= 0; at = find(form, masked, at + form.length)) {
                masked = masked == escapedUtf8 ? escapedUtf8.clone() : masked;
                Arrays.fill(masked, at, at + form.length, (byte) '*');
            }
        }
        return masked;
    }

    private static int find(byte[] form, byte[] in, int from) {
        for (int at = from; at <= in.length - form.length; at++) {
            if (in[at] == form[0] && Arrays.equals(in, at, at + form.length, form, 0, form.length)) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return forms.isEmpty() ? "none" : MASK;
    }
}
