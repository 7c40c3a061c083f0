package volley.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a trace's request came: a number in the trace's unit, or in that of its field's name, or a date and time. */
final class TraceTime {
    private static final Pattern NAME = Pattern.compile(
            "(?:request|arrival|send|sent|start|created)?(?:timestamp|time)|(?:created|arrived|sent|started)at|arrival|ts");

    /** Milliseconds in what a name may end with, such as {@code arrival_time_ms}. */
    private static final Map<String, Double> UNITS =
            Map.of("seconds", 1e3, "secs", 1e3, "sec", 1e3, "s", 1e3, "millis", 1.0, "ms", 1.0, "us", 1e-3, "ns", 1e-6);

    private static final Pattern WITH_UNIT = Pattern.compile("(.*)[_-](" + String.join("|", UNITS.keySet()) + ")");
    private static final Pattern ZONE = Pattern.compile(".*(Z|[+-]\\d\\d:\\d\\d)$");

    /** Faster, with parts of a millisecond, is no trace that is known: its times are seconds. */
    private static final double FASTEST_MS = 1;

    private TraceTime() {}

    /** Whether times read as milliseconds are rather seconds: they have fractions, and more than 1,000 come in a second. */
    static boolean areRatherSeconds(List<TraceRequest> requests) {
        if (requests.size() < 3 || requests.stream().allMatch(each -> each.timeMs() == Math.rint(each.timeMs()))) {
            return false;
        }
        DoubleSummaryStatistics times =
                requests.stream().mapToDouble(TraceRequest::timeMs).summaryStatistics();
        double gapMs = (times.getMax() - times.getMin()) / (requests.size() - 1);
        return gapMs > 0 && gapMs < FASTEST_MS;
    }

    /**
     * The time of a record.
     *
     * @param msPerTime milliseconds in the trace's unit
     * @return NaN if it has none
     * @throws MalformedRecordException if it is neither a number nor a date
     */
    static double ms(JsonNode record, double msPerTime) throws MalformedRecordException {
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            Matcher withUnit = WITH_UNIT.matcher(name);
            boolean unit = withUnit.matches();
            String bare = TraceFields.plain(unit ? withUnit.group(1) : name);
            if (!field.getValue().isNull() && NAME.matcher(bare).matches()) {
                return ms(field.getKey(), field.getValue(), unit ? UNITS.get(withUnit.group(2)) : msPerTime);
            }
        }
        return Double.NaN;
    }

    private static double ms(String name, JsonNode value, double msPerTime) throws MalformedRecordException {
        if (value.isTextual() && !TraceFields.NUMBER.matcher(value.textValue()).matches()) {
            return dateMs(value.textValue());
        }
        return TraceFields.finite(name, value) * msPerTime;
    }

    /** Date and time with or without a zone; without, UTC. */
    static double dateMs(String text) throws MalformedRecordException {
        try {
            String iso = String.valueOf(text).strip().replace(' ', 'T');
            Instant instant = ZONE.matcher(iso).matches()
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return instant.getEpochSecond() * 1e3 + instant.getNano() / 1e6;
        } catch (DateTimeException e) {
            throw new MalformedRecordException("has no date and time such as 2023-11-16 18:15:46.68");
        }
    }
}
