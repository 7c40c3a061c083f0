package volley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Prints the rates of a run beside which {@link BareLoad}'s are seen: from the first measured request to the last. */
public final class RunRate {
    private RunRate() {}

    /** @param args the folder of the run's results */
    public static void main(String[] args) throws IOException {
        JsonNode run = new ObjectMapper()
                .readTree(Path.of(args[0], "summary.json").toFile())
                .path("run");
        System.out.printf(
                Locale.ROOT,
                "Volley                %,.0f requests/s  %,.0f tokens/s%n",
                run.at("/request_throughput/value").asDouble(Double.NaN),
                run.at("/output_throughput/value").asDouble(Double.NaN));
    }
}
