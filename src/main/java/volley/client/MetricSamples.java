package volley.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Samples of one metric in Prometheus' text form. */
final class MetricSamples {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*+)\"");

    private MetricSamples() {}

    /** One line. */
    record Sample(Map<String, String> labels, double value) {
        /** A label that is a whole number from 0; absent for any other, such as {@code None}. */
        OptionalLong whole(String label) {
            String text = labels.getOrDefault(label, "");
            return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }
    }

    /**
     * All samples of a metric, in order. A line whose value is no number is left out.
     *
     * @param text an answer of {@code /metrics}
     * @param name the metric's whole name
     */
    static List<Sample> of(String text, String name) {
        List<Sample> samples = new ArrayList<>();
        Matcher line = Pattern.compile("^" + Pattern.quote(name) + "(?:\\{(.*)})?[ \\t]+(\\S+)", Pattern.MULTILINE)
                .matcher(text);
        while (line.find()) {
            try {
                samples.add(new Sample(labels(line.group(1)), Double.parseDouble(line.group(2))));
            } catch (NumberFormatException e) {
                // Not a sample: left out, as said above.
            }
        }
        return samples;
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        if (text != null) {
            Matcher label = LABEL.matcher(text);
            while (label.find()) {
                labels.put(label.group(1), label.group(2));
            }
        }
        return labels;
    }
}
