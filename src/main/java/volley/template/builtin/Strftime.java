package volley.template.builtin;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Python's {@code datetime.strftime} of a time without zone, with glibc's flags, in the C locale. */
final class Strftime {
    private static final Locale C = Locale.ENGLISH;

    private Strftime() {}

    static String format(LocalDateTime time, String format) {
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at);
            if (c != '%' || at + 1 == format.length()) {
                out.append(c);
                at++;
                continue;
            }
            int end = at + 1;
            char flag = 0;
            while (end < format.length() && "-_0^#".indexOf(format.charAt(end)) >= 0) {
                flag = format.charAt(end++);
            }
            int digits = end;
            while (end < format.length() && Character.isDigit(format.charAt(end))) {
                end++;
            }
            String text = end < format.length() ? directive(time, format.charAt(end), flag) : null;
            boolean known = text != null && digits == end;
            out.append(known ? text : format.substring(at, Math.min(format.length(), end + 1)));
            at = end + 1;
        }
        return out.toString();
    }

    /** The text of one directive, or {@code null} if there is none of that name. */
    private static String directive(LocalDateTime t, char directive, char flag) {
        return switch (directive) {
            case 'a' -> name(t.getDayOfWeek().getDisplayName(TextStyle.SHORT, C), flag);
            case 'A' -> name(t.getDayOfWeek().getDisplayName(TextStyle.FULL, C), flag);
            case 'b', 'h' -> name(t.getMonth().getDisplayName(TextStyle.SHORT, C), flag);
            case 'B' -> name(t.getMonth().getDisplayName(TextStyle.FULL, C), flag);
            case 'd' -> number(t.getDayOfMonth(), 2, '0', flag);
            case 'e' -> number(t.getDayOfMonth(), 2, ' ', flag);
            case 'm' -> number(t.getMonthValue(), 2, '0', flag);
            case 'y' -> number(t.getYear() % 100, 2, '0', flag);
            case 'Y' -> number(t.getYear(), 1, '0', flag);
            case 'C' -> number(t.getYear() / 100, 2, '0', flag);
            case 'H' -> number(t.getHour(), 2, '0', flag);
            case 'k' -> number(t.getHour(), 2, ' ', flag);
            case 'I' -> number((t.getHour() + 11) % 12 + 1, 2, '0', flag);
            case 'l' -> number((t.getHour() + 11) % 12 + 1, 2, ' ', flag);
            case 'M' -> number(t.getMinute(), 2, '0', flag);
            case 'S' -> number(t.getSecond(), 2, '0', flag);
            case 'f' -> flag == 0 ? number(t.getNano() / 1000, 6, '0', flag) : null;
            case 'j' -> number(t.getDayOfYear(), 3, '0', flag);
            case 'p' -> flag == '#' ? half(t).toLowerCase(C) : half(t);
            case 'P' -> half(t).toLowerCase(C);
            case 'u' -> number(t.getDayOfWeek().getValue(), 1, '0', flag);
            case 'w' -> number(t.getDayOfWeek().getValue() % 7, 1, '0', flag);
            case 'U' -> number(week(t, DayOfWeek.SUNDAY), 2, '0', flag);
            case 'W' -> number(week(t, DayOfWeek.MONDAY), 2, '0', flag);
            case 'V' -> number(t.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2, '0', flag);
            case 'G' -> number(t.get(IsoFields.WEEK_BASED_YEAR), 1, '0', flag);
            case 'g' -> number(t.get(IsoFields.WEEK_BASED_YEAR) % 100, 2, '0', flag);
            case 'c' -> format(t, "%a %b %e %H:%M:%S %Y");
            case 'x', 'D' -> format(t, "%m/%d/%y");
            case 'X', 'T' -> format(t, "%H:%M:%S");
            case 'F' -> format(t, "%Y-%m-%d");
            case 'R' -> format(t, "%H:%M");
            case 'r' -> format(t, "%I:%M:%S %p");
            case 'z', 'Z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> null;
        };
    }

    private static String half(LocalDateTime time) {
        return time.getHour() < 12 ? "AM" : "PM";
    }

    private static int week(LocalDateTime time, DayOfWeek first) {
        int sinceFirst = Math.floorMod(time.getDayOfWeek().getValue() - first.getValue(), 7);
        return (time.get(ChronoField.DAY_OF_YEAR) - 1 + 7 - sinceFirst) / 7;
    }

    private static String name(String text, char flag) {
        return flag == '^' || flag == '#' ? text.toUpperCase(C) : text;
    }

    private static String number(int value, int width, char fill, char flag) {
        String digits = Integer.toString(value);
        if (flag == '-') {
            return digits;
        }
        char filling = flag == '_' ? ' ' : flag == '0' ? '0' : fill;
        return String.valueOf(filling).repeat(Math.max(0, width - digits.length())) + digits;
    }
}
