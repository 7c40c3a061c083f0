package volley.template.value;

/** Bounds on what one operation may make, so that no template fills the memory. */
public final class Limits {
    /** Characters of one string: a hundred times the longest context of today. */
    public static final int CHARACTERS = 1 << 27;

    /** Items of one list. */
    public static final int ITEMS = 10_000_000;

    private Limits() {}

    static String text(String a, String b) {
        characters((long) a.length() + b.length());
        return a.concat(b);
    }

    public static void characters(long count) {
        if (count > CHARACTERS) {
            throw PythonError.tooLarge("a string");
        }
    }

    static void items(long count) {
        if (count > ITEMS) {
            throw PythonError.tooLarge("a list");
        }
    }

    /** @param times negative is none */
    public static String repeat(String text, long times) {
        if (text.isEmpty() || times <= 0) {
            return "";
        }
        characters(times > CHARACTERS ? times : text.length() * times);
        return text.repeat((int) times);
    }
}
