package volley.bench;

import java.util.Locale;

/** A figure of {@link ClientSuite}'s table: its column, and how it is written. */
enum ClientFigure {
    REQUESTS("requests", 0),
    REQUESTS_PER_S("requests/s", 0),
    TOKENS_PER_S("tokens/s", 0),
    STREAMS("streams reached", 1),
    ARRIVALS_KEPT("arrivals kept, %", 1),
    LAG_P50("behind the even schedule p50, ms", 2),
    LAG_P99("... p99, ms", 2),
    TTFT_ERROR_P50("TTFT error p50, ms", 3),
    TTFT_ERROR_P99("... p99, ms", 3),
    GAP_ERROR_P50("gap error p50, ms", 3),
    GAP_ERROR_P99("... p99, ms", 3),
    GAPS_P99_ERROR("gaps' p99, client - server, ms", 2),
    JOINED("requests joined, %", 1),
    GAPS_TOO_MANY("gaps recorded - sent, a request", 2),
    CPU_S_PER_10K("CPU-s for 10,000 requests", 2),
    CPU_S_PER_10K_BETWEEN("... start and end left out", 2),
    MEMORY_MB("memory, MB", 0),
    START_S("start, s", 2),
    END_S("end, s", 2);

    private final String heading;
    private final int decimals;

    ClientFigure(String heading, int decimals) {
        this.heading = heading;
        this.decimals = decimals;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    String heading() {
        return heading;
    }

    String text(double value) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
