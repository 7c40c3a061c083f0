package volley.prepare;

import java.math.BigDecimal;

/**
 * A run's place among several.
 *
 * @param suffix put behind the names of its rows in the reports; empty where the run is the only one
 * @param folder where its results go in Gatling's folder; empty for the folder itself
 * @param place which of how many it is, such as {@code " (3 of 13)"}; empty where the run is the only one
 */
public record Phase(String suffix, String folder, String place) {
    /** The only run there is. */
    public static final Phase ONLY = new Phase("", "", "");

    /**
     * A run in a sweep.
     *
     * @param number which of the rates it is, from 1
     * @param rates how many there are
     */
    static Phase atRate(double requestsPerSecond, int number, int rates) {
        String rate = Double.isInfinite(requestsPerSecond)
                ? "inf"
                : BigDecimal.valueOf(requestsPerSecond).stripTrailingZeros().toPlainString();
        return new Phase(" at " + rate + "/s", "rate-" + rate, place(number, rates));
    }

    /** The same on one of several servers, whose results have a folder of their own. */
    public Phase on(String server) {
        return new Phase(suffix + " on " + server, folder.isEmpty() ? server : server + "/" + folder, place);
    }

    /**
     * As the other, of one that is repeated.
     *
     * @param repeat which of the server's runs, from 1
     * @param number which of all runs, from 1
     * @param runs how many there are
     */
    Phase onRepeatedly(String server, int repeat, int number, int runs) {
        Phase there = on(repeat == 1 ? server : server + "/repeats/" + repeat);
        return new Phase(suffix + " " + server + " " + repeat, there.folder(), place(number, runs));
    }

    /**
     * A run in a comparison of servers.
     *
     * @param repeat which of the server's runs, from 1
     * @param number which of all runs, from 1
     * @param runs how many there are
     */
    static Phase ofServer(String server, int repeat, int number, int runs) {
        return new Phase(" of " + server + " run " + repeat, server + "-" + repeat, place(number, runs));
    }

    private static String place(int number, int of) {
        return " (" + number + " of " + of + ")";
    }
}
