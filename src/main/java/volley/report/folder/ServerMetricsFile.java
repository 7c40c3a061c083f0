package volley.report.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.report.json.SafeText;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;

/**
 * {@code server-metrics.jsonl}: a line for each answer of a server's {@code /metrics}, {@code t_ns} when it was asked, since
 * the run's start (below 0 before it), {@code took_ns}, {@code server}, then one field per {@link ServerFigure} that it
 * told; or {@code error}. {@code server-metrics.csv} has the same as a table, a column for each figure.
 */
public final class ServerMetricsFile implements Closeable {
    public static final String NAME = "server-metrics.jsonl";
    public static final String CSV_NAME = "server-metrics.csv";

    private static final String TIME = "t_ns";
    private static final String TOOK = "took_ns";
    private static final String SERVER = "server";
    private static final String ERROR = "error";
    private static final int LONGEST_ERROR = 500;

    private static final Logger LOG = LoggerFactory.getLogger(ServerMetricsFile.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Writer out;
    private final long runStartNs;
    private final IntFunction<List<ServerSample>> answersAfter;
    private int seen;
    private boolean failed;

    private ServerMetricsFile(Writer out, long runStartNs, IntFunction<List<ServerSample>> answersAfter) {
        this.out = out;
        this.runStartNs = runStartNs;
        this.answersAfter = answersAfter;
    }

    /**
     * Opens the file of a run that goes on. If that fails there is none until the end, when all is written anew.
     *
     * @param runStartNs that the times of the file count from
     * @param answersAfter the answers so far, but for the first so many
     */
    static Optional<ServerMetricsFile> open(
            Path folder, long runStartNs, IntFunction<List<ServerSample>> answersAfter) {
        try {
            return Optional.of(
                    new ServerMetricsFile(Files.newBufferedWriter(folder.resolve(NAME)), runStartNs, answersAfter));
        } catch (IOException e) {
            LOG.warn("{} is not written during the run", NAME, e);
            return Optional.empty();
        }
    }

    /** Writes the answers that came since the last call. */
    void writeNew() {
        if (failed) {
            return;
        }
        List<ServerSample> answers = answersAfter.apply(seen);
        try {
            for (ServerSample answer : answers) {
                out.write(line(answer.since(runStartNs)));
            }
            out.flush();
            seen += answers.size();
        } catch (IOException e) {
            failed = true;
            LOG.warn("{} is not written on during the run", NAME, e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** Writes both files of a run that has ended. */
    public static void write(Path folder, ServerSeries series) throws IOException {
        try (Writer lines = Files.newBufferedWriter(folder.resolve(NAME))) {
            for (ServerSample sample : series.samples()) {
                lines.write(line(sample));
            }
        }
        writeTable(folder, series);
    }

    private static void writeTable(Path folder, ServerSeries series) throws IOException {
        List<ServerFigure> told = new ArrayList<>();
        for (ServerFigure figure : ServerFigure.values()) {
            if (series.samples().stream()
                    .anyMatch(sample -> sample.value(figure).isPresent())) {
                told.add(figure);
            }
        }
        try (Writer table = Files.newBufferedWriter(folder.resolve(CSV_NAME))) {
            table.write("t_s,server");
            for (ServerFigure figure : told) {
                table.write("," + figure.id());
            }
            table.write('\n');
            for (ServerSample sample : series.samples()) {
                table.write(sample.timeNs() / 1e9 + ",\"" + sample.server().replace("\"", "\"\"") + '"');
                for (ServerFigure figure : told) {
                    Double value = sample.values().get(figure);
                    table.write(value == null ? "," : "," + number(value));
                }
                table.write('\n');
            }
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1L << 53
                ? String.valueOf((long) value)
                : String.valueOf(value);
    }

    private static String line(ServerSample sample) throws IOException {
        ObjectNode line = JSON.createObjectNode();
        line.put(TIME, sample.timeNs()).put(TOOK, sample.tookNs()).put(SERVER, SafeText.clean(sample.server()));
        for (Map.Entry<ServerFigure, Double> value : filled(sample).entrySet()) {
            double number = value.getValue();
            if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
                line.put(value.getKey().id(), (long) number);
            } else {
                line.put(value.getKey().id(), number);
            }
        }
        sample.failure().ifPresent(why -> line.put(ERROR, SafeText.oneLine(why, LONGEST_ERROR)));
        return JSON.writeValueAsString(line) + "\n";
    }

    private static EnumMap<ServerFigure, Double> filled(ServerSample sample) {
        EnumMap<ServerFigure, Double> inOrder = new EnumMap<>(ServerFigure.class);
        inOrder.putAll(sample.values());
        return inOrder;
    }

    /** Reads the lines back; empty if there are none. A last line that was cut off when the process ended is left out. */
    public static Optional<ServerSeries> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<ServerSample> samples = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<ServerSample> sample = sample(line);
                if (sample.isEmpty()) {
                    break;
                }
                samples.add(sample.get());
            }
        }
        return samples.isEmpty() ? Optional.empty() : Optional.of(new ServerSeries(samples));
    }

    private static Optional<ServerSample> sample(String line) {
        JsonNode json;
        try {
            json = JSON.readTree(line);
        } catch (IOException e) {
            return Optional.empty();
        }
        EnumMap<ServerFigure, Double> values = new EnumMap<>(ServerFigure.class);
        for (ServerFigure figure : ServerFigure.values()) {
            JsonNode value = json.path(figure.id());
            if (value.isNumber()) {
                values.put(figure, value.asDouble());
            }
        }
        return Optional.of(new ServerSample(
                json.path(SERVER).asText(),
                json.path(TIME).asLong(),
                json.path(TOOK).asLong(),
                values,
                Optional.ofNullable(json.path(ERROR).textValue())));
    }
}
