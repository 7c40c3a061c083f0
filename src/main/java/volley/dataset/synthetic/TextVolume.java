package volley.dataset.synthetic;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.Shard;

/** Whether the texts asked for fit into memory: found out by making them, it would be an error without a reason. */
final class TextVolume {
    /** A token's text: four letters and a blank, and what the list of texts grows by. */
    private static final double BYTES_PER_TOKEN = 8;

    private static final double BYTES_PER_TURN = 300;

    /** Of the text that is being measured: its ids, their places and the text itself, on each of a few threads. */
    private static final double BYTES_PER_TOKEN_IN_WORK = 200;

    private static final double MEBIBYTE = 1 << 20;

    private TextVolume() {}

    /**
     * @param turns in all
     * @param tokens in all
     * @param longestTokens of a text
     * @param parameters that decide it, for the message
     * @throws BadInputException if they do not
     */
    static void check(double turns, double tokens, double longestTokens, String... parameters) {
        check(Shard.WHOLE, turns, tokens, longestTokens, parameters);
    }

    /** As the other, for a generator that has the texts of its part in memory. */
    static void check(Shard shard, double turns, double tokens, double longestTokens, String... parameters) {
        double bytes = turns * BYTES_PER_TURN
                + tokens * BYTES_PER_TOKEN / shard.of()
                + longestTokens * BYTES_PER_TOKEN_IN_WORK;
        long heap = Runtime.getRuntime().maxMemory();
        if (bytes > heap || turns > Integer.MAX_VALUE) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s ask for %.0f texts of %.0f tokens in all, which take about %.0f MiB, but Java has %.0f MiB; lower"
                            + " them, or give it more (-Xmx)",
                    Arrays.stream(parameters).map(GivenAs::parameter).collect(Collectors.joining(", ")),
                    turns,
                    tokens,
                    bytes / MEBIBYTE,
                    heap / MEBIBYTE));
        }
    }
}
