package volley.config;

import java.util.Optional;

/**
 * A parameter as {@code reference.conf} describes it.
 *
 * @param name without {@code volley.}
 * @param defaultValue {@code not set} if there is none; where server and dataset are given
 * @param onSample the default where no dataset is given, if it is another
 * @param onSimulatedServer the default where no server is given, if it is another
 * @param flag whether it is on or off
 */
public record Parameter(
        String name,
        String defaultValue,
        Optional<String> onSample,
        Optional<String> onSimulatedServer,
        String description,
        boolean flag) {
    /** What stands for no default. */
    public static final String NOT_SET = "not set";
}
