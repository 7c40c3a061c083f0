package volley.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The samples of an answer of {@code /metrics}, in Prometheus' text format 0.0.4 or OpenMetrics' 1.0. Only samples are read:
 * which type a metric has is known to who asks for it. A line that is no sample is left out, and costs no other.
 *
 * <p>The one place where that format is read: no well-kept library does, see {@code docs/decisions.md}.
 */
public final class MetricSamples {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

    private final Map<String, List<Sample>> byName = new LinkedHashMap<>();

    private MetricSamples() {}

    /**
     * One line.
     *
     * @param labels by name, unescaped
     * @param value may be infinite or no number
     */
    public record Sample(Map<String, String> labels, double value) {
        /** A label; empty if it has none of that name. */
        public String label(String name) {
            return labels.getOrDefault(name, "");
        }

        /** A label that is a whole number from 0; absent for any other, such as {@code None}. */
        public OptionalLong whole(String label) {
            String text = label(label);
            return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }
    }

    /** Reads an answer. */
    public static MetricSamples parse(String text) {
        MetricSamples samples = new MetricSamples();
        text.lines().forEach(line -> new Line(line).readInto(samples.byName));
        return samples;
    }

    /**
     * All samples of a name, in order; none if there are none.
     *
     * @param name as it stands before the labels, such as {@code vllm:prompt_tokens_total}
     */
    public List<Sample> of(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** One line while it is read. */
    private static final class Line {
        private final String text;
        private int at;

        Line(String text) {
            this.text = text;
        }

        /** Adds the line's sample, if it is one. */
        void readInto(Map<String, List<Sample>> samples) {
            skipBlanks();
            String name = name(true);
            if (name.isEmpty()) {
                return;
            }
            Map<String, String> labels = new HashMap<>();
            skipBlanks();
            if (is('{')) {
                at++;
                if (!readLabels(labels)) {
                    return;
                }
            }
            OptionalDouble value = value();
            if (value.isPresent()) {
                samples.computeIfAbsent(name, first -> new ArrayList<>())
                        .add(new Sample(Map.copyOf(labels), value.getAsDouble()));
            }
        }

        /** Up to behind the closing brace; whether there is one. */
        private boolean readLabels(Map<String, String> labels) {
            while (true) {
                skipBlanks();
                if (is('}')) {
                    at++;
                    return true;
                }
                String label = name(false);
                skipBlanks();
                if (label.isEmpty() || !is('=')) {
                    return false;
                }
                at++;
                skipBlanks();
                if (!is('"') || !readQuoted(labels, label)) {
                    return false;
                }
                skipBlanks();
                if (is(',')) {
                    at++;
                } else if (!is('}')) {
                    return false;
                }
            }
        }

        /** Of the characters that a backslash may stand before, only {@code n} means another one. */
        private boolean readQuoted(Map<String, String> labels, String label) {
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c == '"') {
                    at++;
                    return labels.put(label, value.toString()) == null;
                }
                if (c == '\\' && at + 1 < text.length()) {
                    char escaped = text.charAt(++at);
                    value.append(escaped == 'n' ? '\n' : escaped);
                } else {
                    value.append(c);
                }
            }
            return false;
        }

        /** The word up to the next blank. A time or an exemplar may stand behind it. */
        private OptionalDouble value() {
            skipBlanks();
            int from = at;
            while (at < text.length() && !isBlank(text.charAt(at))) {
                at++;
            }
            return switch (text.substring(from, at)) {
                case "+Inf", "Inf" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
                case "-Inf" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
                case "NaN" -> OptionalDouble.of(Double.NaN);
                default -> number(text.substring(from, at));
            };
        }

        /** Java would read more: a type's letter behind it, or hexadecimal. */
        private static OptionalDouble number(String word) {
            return NUMBER.matcher(word).matches()
                    ? OptionalDouble.of(Double.parseDouble(word))
                    : OptionalDouble.empty();
        }

        /** @param colons whether they may be in it, as in a metric's name */
        private String name(boolean colons) {
            int from = at;
            while (at < text.length() && isInName(text.charAt(at), colons, at > from)) {
                at++;
            }
            return text.substring(from, at);
        }

        private static boolean isInName(char c, boolean colons, boolean behindFirst) {
            return (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || c == '_'
                    || (colons && c == ':')
                    || (behindFirst && c >= '0' && c <= '9');
        }

        private boolean is(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        private void skipBlanks() {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }
    }
}
