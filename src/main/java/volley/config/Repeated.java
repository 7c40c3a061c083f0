package volley.config;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/** Lists in which a value stands twice, which no list of parameters means. */
final class Repeated {
    /** From there on not every whole number is a number of its own. */
    private static final long EXACT = 1L << 53;

    private Repeated() {}

    /** The first that is there once more. */
    static <T> Optional<T> first(Collection<T> values) {
        Set<T> seen = new HashSet<>();
        return values.stream().filter(value -> !seen.add(value)).findFirst();
    }

    /** As the other, of values as users write them: {@code 2} and {@code 2.0} are one. */
    static Optional<String> firstMeant(Collection<String> values) {
        Set<Object> seen = new HashSet<>();
        return values.stream().filter(value -> !seen.add(meaning(value))).findFirst();
    }

    private static Object meaning(String value) {
        OptionalLong whole = Decimal.whole(value);
        if (whole.isPresent() && Math.abs((double) whole.getAsLong()) >= EXACT) {
            return whole.getAsLong();
        }
        OptionalDouble number = Decimal.number(value);
        if (number.isPresent()) {
            return number.getAsDouble() + 0.0; // of -0, too
        }
        String word = value.toLowerCase(Locale.ROOT).replace('_', '-');
        return word.equals("infinity") ? "inf" : word;
    }
}
