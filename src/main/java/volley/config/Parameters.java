package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parameters as given, of every layer ({@link ParameterLayers}): each reader checks one type and says in one line what is
 * wrong.
 */
final class Parameters {
    /** What the layer of system properties is called. */
    static final String SYSTEM_PROPERTY = "system property";

    /** The dataset that has arrival times of its own. */
    static final String TRACE = "mooncake";

    private static final Duration LONGEST = Duration.ofDays(10_000);

    private static final Set<String> ADDRESSES = Set.of("base-url", "host", "endpoints", "server-metrics");

    private final Config values;
    private final SortedMap<String, ConfigValue> known;
    /** Second names under which parameters were given, by the first. */
    private final Map<String, String> otherNames;
    /** Of those read so far, empty where there is none: to find a value by its dotted name takes long. */
    private final Map<String, String> texts = new HashMap<>();

    Parameters(Config values, SortedMap<String, ConfigValue> known, Map<String, String> otherNames) {
        this.values = values;
        this.known = known;
        this.otherNames = otherNames;
    }

    static boolean isSet(Config config, String name) {
        return config.hasPath(name) && !config.getString(name).isEmpty();
    }

    boolean isSet(String name) {
        require(name);
        return !value(name).isEmpty();
    }

    private String value(String name) {
        return texts.computeIfAbsent(name, each -> values.hasPath(each) ? values.getString(each) : "");
    }

    /** Whether the user gave it, in a file or as a system property. */
    boolean isGiven(String name) {
        return isSet(name) && values.getValue(name).origin().resource() == null;
    }

    Optional<String> text(String name) {
        return isSet(name) ? Optional.of(value(name)) : Optional.empty();
    }

    Optional<Path> path(String name) {
        return text(name).map(text -> path(name, text));
    }

    static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadInputException(GivenAs.parameter(name) + " is no path: " + e.getReason());
        }
    }

    boolean flag(String name) {
        return choice(name, Map.of("true", true, "false", false));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return choice(
                name,
                Arrays.stream(type.getEnumConstants())
                        .collect(Collectors.toMap(
                                value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value -> value)));
    }

    private <V> V choice(String name, Map<String, V> choices) {
        // SGLang's own values have underscores, such as write_through
        String given = text(name).orElse("").toLowerCase(Locale.ROOT).replace('_', '-');
        V value = choices.get(given);
        if (value == null) {
            throw bad(name, "is not one of " + String.join(", ", new TreeMap<>(choices).keySet()));
        }
        return value;
    }

    OptionalInt optionalInt(String name, int least) {
        return isSet(name) ? OptionalInt.of((int) whole(name, least, Integer.MAX_VALUE)) : OptionalInt.empty();
    }

    long whole(String name, long least, long most) {
        OptionalLong value = Decimal.whole(value(name));
        if (value.isPresent() && value.getAsLong() >= least && value.getAsLong() <= most) {
            return value.getAsLong();
        }
        if (least == Long.MIN_VALUE) {
            throw bad(name, "is not a whole number of 64 bits");
        }
        if (most == Integer.MAX_VALUE && value.isPresent() && value.getAsLong() > most) {
            throw bad(name, "is more than " + most);
        }
        throw bad(name, "is not a whole number from " + least + (most < Integer.MAX_VALUE ? " to " + most : " up"));
    }

    /**
     * A number from {@code least} up.
     *
     * @param infinite whether {@code inf} is one
     */
    double number(String name, double least, boolean exclusive, boolean infinite) {
        String given = value(name);
        if (infinite && (given.equals("inf") || given.equals("infinity"))) {
            return Double.POSITIVE_INFINITY;
        }
        OptionalDouble value = Decimal.number(given);
        if (value.isPresent() && (exclusive ? value.getAsDouble() > least : value.getAsDouble() >= least)) {
            return value.getAsDouble();
        }
        throw bad(
                name,
                "is not a number " + (exclusive ? "above " : "from ") + (long) least + (exclusive ? "" : " up")
                        + (infinite ? ", nor inf" : ""));
    }

    /** A duration from 0 up. */
    Duration seconds(String name) {
        return ofMilliseconds(name, number(name, 0, false, false) * 1e3);
    }

    Duration secondsAboveZero(String name) {
        return ofMilliseconds(name, number(name, 0, true, false) * 1e3);
    }

    /** A duration from 0 up. */
    Duration milliseconds(String name) {
        return ofMilliseconds(name, number(name, 0, false, false));
    }

    /** A duration above 0; infinite: none. */
    Optional<Duration> timeoutSeconds(String name) {
        double seconds = number(name, 0, true, true);
        return Double.isInfinite(seconds) ? Optional.empty() : Optional.of(ofMilliseconds(name, seconds * 1e3));
    }

    /** Moments are counted in ns, in 64 bits: what is added to one must leave room. */
    private Duration ofMilliseconds(String name, double milliseconds) {
        if (milliseconds > LONGEST.toMillis()) {
            throw bad(name, "is more than " + LONGEST.toDays() + " days");
        }
        return Duration.ofNanos(Math.round(milliseconds * 1e6));
    }

    /** A list of numbers above {@code least}, parted by commas. */
    List<Double> numbers(String name, double least) {
        List<Double> numbers = new ArrayList<>();
        for (String item : value(name).split(",", -1)) {
            OptionalDouble value = Decimal.number(item.strip());
            if (value.isEmpty() || value.getAsDouble() <= least) {
                throw bad(name, "is not a list of numbers above " + (long) least + " such as 16,8,4");
            }
            numbers.add(value.getAsDouble());
        }
        return numbers;
    }

    /** @throws BadInputException naming both, if one is given beside the other */
    void refuseBeside(String name, String other) {
        if (isGiven(name)) {
            throw bad(name, "contradicts " + GivenAs.parameter(other) + "; give one of them");
        }
    }

    BadInputException bad(String name, String what) {
        return new BadInputException(asGiven(name) + " " + what + "; see " + GivenAs.help());
    }

    /** A parameter and its value, as and where the user wrote them. */
    private String asGiven(String name) {
        String given = values.hasPath(name) ? values.getString(name) : "";
        String value = name.startsWith(GivenAs.HEADERS)
                ? "***"
                : ADDRESSES.contains(name) ? ServerAddress.refused(given) : ServerAddress.masked(given);
        if (!values.hasPath(name)) {
            return GivenAs.flags() ? GivenAs.parameter(name) : GivenAs.PREFIX + name + "= (default)";
        }
        ConfigOrigin origin = values.getValue(name).origin();
        if (GivenAs.flags() && origin.description().equals(SYSTEM_PROPERTY)) {
            return GivenAs.setting(otherNames.getOrDefault(name, name), value);
        }
        if (GivenAs.flags() && origin.resource() != null) {
            return GivenAs.setting(name, value) + " (the default)";
        }
        return GivenAs.PREFIX + name + "=" + value + " (" + origin.description() + ")";
    }

    /** Names of the objectives given, such as {@code slo.ttft.p99}. */
    List<String> objectives() {
        return known.keySet().stream()
                .filter(name -> name.startsWith(GivenAs.OBJECTIVES))
                .toList();
    }

    /** Names of the headers given, such as {@code header.X-Team}. */
    List<String> headers() {
        return known.keySet().stream()
                .filter(name -> name.startsWith(GivenAs.HEADERS))
                .toList();
    }

    /** What the user gave, in a file or as a system property, by its first name; secrets as they are. */
    SortedMap<String, String> given() {
        SortedMap<String, String> given = new TreeMap<>();
        for (String name : known.keySet()) {
            // also what is given as empty
            if (values.hasPath(name) && values.getValue(name).origin().resource() == null) {
                given.put(name, values.getString(name));
            }
        }
        return given;
    }

    /** Every parameter that has a value, by its name without {@code volley.}. */
    SortedMap<String, String> effective() {
        SortedMap<String, String> effective = new TreeMap<>();
        for (String name : known.keySet()) {
            text(name)
                    .ifPresent(value -> effective.put(
                            name, name.startsWith(GivenAs.HEADERS) ? "***" : ServerAddress.masked(value)));
        }
        return effective;
    }

    private void require(String name) {
        if (!known.containsKey(name)) {
            throw new IllegalArgumentException("volley." + name + " is not in reference.conf");
        }
    }
}
