package volley.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.RequestHeaders;

/** Refuses values that everybody could read who may read a ConfigMap or a pod. */
final class PlainSecrets {
    /** Fields of a request's body that hold a key. */
    private static final Pattern FIELD = Pattern.compile(
            "(?i)\"[^\"]*(?:api[-_]?key|secret|password|authorization|access[-_]?token|auth[-_]?token)[^\"]*\"\\s*:");

    private static final Pattern PROPERTY =
            Pattern.compile("(?i).*(?:password|secret|token|credential|api[-_.]?key).*");

    private static final Pattern JVM_PROPERTY = Pattern.compile("-D[^=\\s]+");

    private PlainSecrets() {}

    /**
     * @param parameters by their names without {@code volley.}
     * @param properties other system properties
     * @param jvmArgs options of the run's JVM
     * @param secret whether the run is given a Secret
     * @throws BadInputException for a secret in plain text, or one to be read from a Secret that is not named
     */
    static void check(Map<String, String> parameters, Map<String, String> properties, String jvmArgs, boolean secret) {
        parameters.forEach((name, value) -> {
            String parameter = GivenAs.parameter(name);
            if (RequestHeaders.isHeader(name)) {
                if (RequestHeaders.variable(value).isEmpty()) {
                    throw plain(parameter, "give env:NAME as its value, put NAME into a Secret");
                }
                if (!secret) {
                    throw new BadInputException(
                            parameter + " is to be read from the environment, which the pods have from a"
                                    + " Secret; name it with --secret");
                }
            } else if (!RequestHeaders.shown(name, value).equals(value)) {
                throw plain(parameter, "send the key in a header, put it into a Secret");
            } else if (FIELD.matcher(value).find()) {
                throw plain(parameter, "send the key in a header, put it into a Secret");
            }
        });
        Stream.concat(
                        properties.keySet().stream().map(name -> "-D" + name),
                        JVM_PROPERTY.matcher(jvmArgs).results().map(MatchResult::group))
                .filter(name -> PROPERTY.matcher(name).matches())
                .findFirst()
                .ifPresent(name -> {
                    throw new BadInputException(name + " seems to be a secret, and would stand in plain text in the"
                            + " manifests; leave it out");
                });
    }

    private static BadInputException plain(String parameter, String todo) {
        return new BadInputException(
                parameter + " has a secret in plain text, which everybody could read who may read the" + " manifests; "
                        + todo + " (kubectl create secret generic) and name that with --secret");
    }

    /** The environment variables from which headers are to be taken. */
    static List<String> environmentVariables(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(given -> RequestHeaders.isHeader(given.getKey()))
                .flatMap(given -> RequestHeaders.variable(given.getValue()).stream())
                .toList();
    }
}
