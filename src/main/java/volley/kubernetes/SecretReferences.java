package volley.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeSet;

/**
 * A Secret by its name: its keys as environment variables, where Volley or the run's parameters ask for them, and as files in
 * {@code /secret}, such as a certificate's. Its values are in no manifest.
 */
final class SecretReferences {
    /** What Volley itself takes from the environment. */
    static final List<String> KNOWN = List.of("OPENAI_API_KEY", "HF_TOKEN", "SGLANG_ADMIN_API_KEY");

    private SecretReferences() {}

    /** @param asked by the run's parameters: environment variables that they name */
    static void add(ObjectNode pod, ObjectNode container, String secret, List<String> asked) {
        ArrayNode environment = (ArrayNode) container.required("env");
        new TreeSet<>(asked).forEach(name -> reference(environment, secret, name));
        KNOWN.stream().filter(name -> !asked.contains(name)).forEach(name -> reference(environment, secret, name)
                .put("optional", true));
        ((ArrayNode) pod.required("volumes"))
                .addObject()
                .put("name", "secret")
                .putObject("secret")
                .put("secretName", secret);
        mount(container, "secret", "/secret");
    }

    private static ObjectNode reference(ArrayNode environment, String secret, String name) {
        return environment
                .addObject()
                .put("name", name)
                .putObject("valueFrom")
                .putObject("secretKeyRef")
                .put("name", secret)
                .put("key", name);
    }

    /** Mounts a volume of the pod, to be read. */
    static void mount(ObjectNode container, String volume, String path) {
        ((ArrayNode) container.required("volumeMounts"))
                .addObject()
                .put("name", volume)
                .put("mountPath", path)
                .put("readOnly", true);
    }
}
