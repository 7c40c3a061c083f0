package volley.metrics;

import java.util.function.IntPredicate;

/**
 * Sums over the prompts of completed requests. They are made at the end: the client's counts come after the run.
 *
 * @param input by the server, by the client where the server gave no count
 * @param compared of those that both counted
 */
record InputSums(TokenTotals.Counted input, TokenTotals.Compared compared) {
    /**
     * Of some of the rows.
     *
     * @param byServer a column with a value for each row that the server counted
     * @param byClient the same of the client
     */
    static InputSums of(LongSeries byServer, LongSeries byClient, int rows, IntPredicate chosen) {
        long tokens = 0;
        long requests = 0;
        long onlyByClient = 0;
        long unknown = 0;
        long compared = 0;
        long comparedByClient = 0;
        for (int row = 0; row < rows; row++) {
            if (!chosen.test(row)) {
                continue;
            }
            requests++;
            long servers = byServer.get(row);
            long clients = byClient.get(row);
            if (servers != RequestFigures.ABSENT) {
                tokens += servers;
                if (clients != RequestFigures.ABSENT) {
                    compared += servers;
                    comparedByClient += clients;
                }
            } else if (clients != RequestFigures.ABSENT) {
                tokens += clients;
                onlyByClient++;
            } else {
                unknown++;
            }
        }
        boolean none = requests > 0 && unknown == requests;
        return new InputSums(
                new TokenTotals.Counted(none ? RequestFigures.ABSENT : tokens, onlyByClient, unknown),
                new TokenTotals.Compared(compared, comparedByClient));
    }
}
