package volley.gatling;

import java.math.BigDecimal;

/**
 * A run's place among several.
 *
 * @param suffix put behind the names of its rows in the reports; empty where the run is the only one
 * @param folder where its results go in Gatling's folder; empty for the folder itself
 */
record Phase(String suffix, String folder) {
    /** The only run there is. */
    static final Phase ONLY = new Phase("", "");

    static Phase atRate(double requestsPerSecond) {
        String rate = Double.isInfinite(requestsPerSecond)
                ? "inf"
                : BigDecimal.valueOf(requestsPerSecond).stripTrailingZeros().toPlainString();
        return new Phase(" at " + rate + "/s", "rate-" + rate);
    }

    /** The same on one of several servers, whose results have a folder of their own. */
    Phase on(String server) {
        return new Phase(suffix + " on " + server, folder.isEmpty() ? server : server + "/" + folder);
    }

    /**
     * A run in a comparison of servers.
     *
     * @param repeat which of the server's runs, from 1
     */
    static Phase ofServer(String server, int repeat) {
        return new Phase(" of " + server + " run " + repeat, server + "-" + repeat);
    }
}
