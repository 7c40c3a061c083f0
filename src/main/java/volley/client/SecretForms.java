package volley.client;

import java.nio.charset.StandardCharsets;

/**
 * One secret, found in every form in which servers send it back: as it is, and with any of its characters escaped as in
 * JSON (once or several times), in URLs, or in HTML and XML.
 */
final class SecretForms {
    /** It is not here. So much above it are the bytes of it behind which the text ends. */
    private static final int NONE = Integer.MIN_VALUE;

    private static final int HEX = 16;
    private static final int LONGEST_ENTITY = 8;
    private static final String[][] ENTITIES = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};

    /** Without backslashes: those of a text are passed over, since any of them may be an escape's. */
    private final byte[] secret;

    SecretForms(String value) {
        String bare = value.replace("\\", "");
        secret = (bare.isEmpty() ? value : bare).getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a byte can be the first of it. */
    boolean mayBeginWith(byte first) {
        return first == secret[0]
                || first == '\\'
                || first == '%'
                || first == '&'
                || (first == '+' && secret[0] == ' ');
    }

    /**
     * Where it ends in a text.
     *
     * @param from where it may begin
     * @param leastRest so much of it at the text's end is taken for it too: the text was cut
     * @return the index behind it, or -1 if it is not here
     */
    int end(byte[] text, int from, int leastRest) {
        if (text[from] == '\\' && from > 0 && text[from - 1] == '\\') {
            return -1; // it would have been found from the first of them
        }
        int found = match(text, from, 0);
        if (found >= 0) {
            return found;
        }
        return found - NONE >= leastRest ? text.length : -1;
    }

    /** @return the index behind the secret; or {@link #NONE}, with what is above it: of two ways the greater is the better */
    private int match(byte[] text, int from, int matched) {
        int at = from;
        int of = matched;
        int best = NONE;
        while (of < secret.length) {
            if (at >= text.length) {
                return Math.max(best, NONE + of);
            }
            byte next = text[at];
            if (next == '\\' || next == '%' || next == '&') {
                best = Math.max(best, decoded(text, at, of));
                if (best >= 0) {
                    return best;
                }
            }
            boolean same = isNext(next, of);
            if (same || next == '\\') {
                at++;
                of += same ? 1 : 0;
            } else {
                return best;
            }
        }
        return at;
    }

    /** In URLs a blank is often a plus sign. */
    private boolean isNext(byte given, int of) {
        return given == secret[of] || (given == '+' && secret[of] == ' ');
    }

    /** Goes on behind an escape, if there is one of the next byte. */
    private int decoded(byte[] text, int at, int of) {
        return switch (text[at]) {
            case '\\' -> at + 1 < text.length && text[at + 1] == 'u' ? behind(text, at + 2, 4, of) : NONE;
            case '%' -> behindPercent(text, at + 1, of);
            default -> behindEntity(text, at, of);
        };
    }

    /** What is encoded twice begins with an encoded percent sign. */
    private int behindPercent(byte[] text, int digits, int of) {
        int once = behind(text, digits, 2, of);
        boolean percent = digits + 1 < text.length && text[digits] == '2' && text[digits + 1] == '5';
        return once < 0 && percent ? Math.max(once, behindPercent(text, digits + 2, of)) : once;
    }

    private int behind(byte[] text, int digits, int length, int of) {
        if (digits + length > text.length) {
            return NONE + of;
        }
        int value = 0;
        for (int i = digits; i < digits + length; i++) {
            int digit = Character.digit(text[i], HEX);
            if (digit < 0) {
                return NONE;
            }
            value = value * HEX + digit;
        }
        return length == 2
                ? behindByte(text, digits + length, value, of)
                : behindCharacter(text, digits + length, String.valueOf((char) value), of);
    }

    private int behindByte(byte[] text, int next, int value, int of) {
        if (value == '\\') {
            return match(text, next, of);
        }
        return isNext((byte) value, of) ? match(text, next, of + 1) : NONE;
    }

    private int behindCharacter(byte[] text, int next, String character, int of) {
        if (character.equals("\\")) {
            return match(text, next, of);
        }
        byte[] bytes = character.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            if (of + i >= secret.length || secret[of + i] != bytes[i]) {
                return NONE;
            }
        }
        return match(text, next, of + bytes.length);
    }

    private int behindEntity(byte[] text, int at, int of) {
        int end = at + 1;
        while (end < text.length && end - at <= LONGEST_ENTITY && text[end] != ';') {
            end++;
        }
        if (end == text.length) {
            return end - at <= LONGEST_ENTITY ? NONE + of : NONE;
        }
        if (text[end] != ';') {
            return NONE;
        }
        String name = new String(text, at + 1, end - at - 1, StandardCharsets.US_ASCII);
        String character = entity(name);
        return character.isEmpty() ? NONE : behindCharacter(text, end + 1, character, of);
    }

    private static String entity(String name) {
        if (name.matches("#\\d{1,5}|#[xX][0-9a-fA-F]{1,4}")) {
            boolean hex = Character.toLowerCase(name.charAt(1)) == 'x';
            return String.valueOf((char) Integer.parseInt(name.substring(hex ? 2 : 1), hex ? HEX : 10));
        }
        for (String[] entity : ENTITIES) {
            if (entity[0].equals(name)) {
                return entity[1];
            }
        }
        return "";
    }
}
