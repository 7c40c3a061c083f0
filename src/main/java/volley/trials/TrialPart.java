package volley.trials;

import java.nio.file.Path;
import java.util.Optional;
import volley.report.page.RateFolder;

/**
 * Whose results a folder of a run has.
 *
 * @param server of several; empty: there is one
 * @param rate of a sweep, as its folder has it; empty: there is one
 */
record TrialPart(Optional<String> server, Optional<String> rate) {
    /** What the name of a comparison's run ends with: which of the server's runs it is. */
    private static final String REPEAT = "-\\d+$";

    /**
     * By its place: {@code rate-4}, {@code lpm/rate-4}, {@code lpm/repeats/2/rate-4}, or {@code lpm-2}.
     *
     * @param gatlings folder of the whole run
     * @param results folder of this part, in it or itself
     * @param servers whether there are several
     */
    static TrialPart of(Path gatlings, Path results, boolean servers) {
        Optional<String> rate = RateFolder.rate(results);
        if (!servers || gatlings.equals(results)) {
            return new TrialPart(Optional.empty(), rate);
        }
        Path inside = gatlings.relativize(results);
        String first = inside.getName(0).toString();
        // a sweep's server has a folder of its own, named after it
        boolean ownFolder = rate.isPresent() || inside.getNameCount() > 1;
        return new TrialPart(Optional.of(ownFolder ? first : first.replaceFirst(REPEAT, "")), rate);
    }
}
