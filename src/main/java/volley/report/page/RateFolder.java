package volley.report.page;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The folder of one rate of a sweep, {@code rate-<turns per second>}. */
public final class RateFolder {
    private static final String PREFIX = "rate-";
    /** Another folder there, such as a copy, is none of them. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "(inf|\\d+(\\.\\d+)?([eE]-?\\d+)?)");

    private RateFolder() {}

    /** Whether a run's folder is that of a rate, with the sweep's page above it. */
    public static boolean is(Path folder) {
        return NAME.matcher(name(folder)).matches();
    }

    /** Turns per second, as the name of the folder has them; empty if it is not that of a rate. */
    public static Optional<String> rate(Path folder) {
        return is(folder) ? Optional.of(name(folder).substring(PREFIX.length())) : Optional.empty();
    }

    /** Turns per second; infinite for {@code rate-inf}. */
    static double perSecond(Path folder) {
        String rate = rate(folder).orElseThrow();
        return rate.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(rate);
    }

    private static String name(Path folder) {
        return folder.toAbsolutePath().normalize().getFileName().toString();
    }
}
