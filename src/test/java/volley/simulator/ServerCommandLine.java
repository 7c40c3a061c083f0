package volley.simulator;

import java.util.List;

/** What {@code bin/simulated-server} makes of its arguments, for tests of other packages. */
public final class ServerCommandLine {
    private ServerCommandLine() {}

    /** @throws volley.config.BadInputException if it would refuse them */
    public static void check(List<String> arguments) {
        ServerArguments.parse(arguments);
    }
}
