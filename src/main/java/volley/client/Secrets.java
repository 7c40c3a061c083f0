package volley.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Texts that are to be written nowhere, though a server may send them back, in any form that {@link SecretForms} finds. A
 * text is to be masked before it is cut or quoted.
 */
public final class Secrets {
    /** Nothing is masked. */
    public static final Secrets NONE = new Secrets(List.of());

    private static final byte[] MASK = {'*', '*', '*'};

    /** What a cut left of a secret at the end of a text is masked from here on: shorter ones are in any text. */
    private static final int LEAST_REST = 4;

    /** A shorter one, such as the "EMPTY" that people give to servers without keys, is a word: answers may have it. */
    private static final int LEAST_IN_ANSWERS = 8;

    private final List<SecretForms> all;
    private final List<SecretForms> inAnswers;
    /** By a byte as index: whether one of them may begin with it. */
    private final boolean[] begins = new boolean[1 << Byte.SIZE];

    private Secrets(Collection<String> values) {
        List<String> given =
                values.stream().filter(value -> !value.isBlank()).distinct().toList();
        all = given.stream().map(SecretForms::new).toList();
        inAnswers = given.stream()
                .filter(value -> value.length() >= LEAST_IN_ANSWERS)
                .map(SecretForms::new)
                .toList();
        for (int b = 0; b < begins.length; b++) {
            byte first = (byte) b;
            begins[b] = all.stream().anyMatch(secret -> secret.mayBeginWith(first));
        }
    }

    /** Those of a server; blank ones are none. */
    public static Secrets of(Collection<String> values) {
        Secrets secrets = new Secrets(values);
        return secrets.all.isEmpty() ? NONE : secrets;
    }

    /** The text without secrets, and without what a cut left of one at its end; {@code null} for {@code null}. */
    public String mask(String text) {
        if (text == null || all.isEmpty()) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream masked = new ByteArrayOutputStream(bytes.length + MASK.length);
        int copied = 0;
        for (int at = 0; at < bytes.length; ) {
            int end = end(all, bytes, at, LEAST_REST);
            if (end < 0) {
                at++;
                continue;
            }
            masked.write(bytes, copied, at - copied);
            masked.writeBytes(MASK);
            at = end;
            copied = end;
        }
        if (copied == 0) {
            return text;
        }
        masked.write(bytes, copied, bytes.length - copied);
        return masked.toString(StandardCharsets.UTF_8);
    }

    /**
     * An answer, where every byte of a secret becomes {@code *}: how long it is, and where its pieces end, stays.
     *
     * @param escapedUtf8 the inside of a JSON string
     * @return the same array if it has none
     */
    public byte[] mask(byte[] escapedUtf8) {
        byte[] masked = escapedUtf8;
        if (inAnswers.isEmpty()) {
            return masked;
        }
        for (int at = 0; at < escapedUtf8.length; ) {
            int end = end(inAnswers, escapedUtf8, at, LEAST_IN_ANSWERS);
            if (end < 0) {
                at++;
                continue;
            }
            masked = masked == escapedUtf8 ? escapedUtf8.clone() : masked;
            Arrays.fill(masked, at, end, (byte) '*');
            at = end;
        }
        return masked;
    }

    /** Where the longest secret ends that begins here; -1 for none. */
    private int end(List<SecretForms> secrets, byte[] text, int from, int leastRest) {
        int end = -1;
        if (begins[text[from] & 0xff]) {
            for (SecretForms secret : secrets) {
                end = Math.max(end, secret.end(text, from, leastRest));
            }
        }
        return end;
    }

    @Override
    public String toString() {
        return all.isEmpty() ? "none" : "***";
    }
}
