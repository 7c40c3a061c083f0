package volley.config;

import java.util.Arrays;
import java.util.Map;

/** Of which answers the client counts the tokens again, to lay its count beside the server's. */
public enum Retokenize {
    /** Of all. */
    ALL,
    /** Of a random sample of bounded size. */
    SAMPLE,
    /** Of none. */
    NONE;

    /** The parameter's name. */
    public static final String PARAMETER = "retokenize";

    /** As a run recorded it; one that was made before there was this choice counted all. */
    public static Retokenize of(Map<String, String> parameters) {
        String recorded = parameters.getOrDefault(PARAMETER, "");
        return Arrays.stream(values())
                .filter(each -> each.name().equalsIgnoreCase(recorded))
                .findFirst()
                .orElse(ALL);
    }
}
