package volley.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Kubernetes' own schemas of what the manifests have. They name the fields that there are and forbid no others; here a field
 * that they do not name is refused, as {@code kubectl} does it with strict validation.
 */
final class KubernetesSchema {
    private static final String FILE = "kubernetes-v1.36.3-openapi.json";
    private static final String ADDRESS = "https://kubernetes.test/openapi.json";
    /** Where OpenAPI has its schemas. */
    private static final String PLACE = "#/components/schemas/";

    private static final Map<String, String> KINDS = Map.of(
            "v1 ConfigMap", "io.k8s.api.core.v1.ConfigMap",
            "v1 PersistentVolumeClaim", "io.k8s.api.core.v1.PersistentVolumeClaim",
            "batch/v1 Job", "io.k8s.api.batch.v1.Job",
            "networking.k8s.io/v1 NetworkPolicy", "io.k8s.api.networking.v1.NetworkPolicy");

    private final SchemaRegistry schemas;

    KubernetesSchema() {
        try (InputStream in = KubernetesSchema.class.getResourceAsStream(FILE)) {
            JsonNode all = new JsonMapper().readTree(in);
            JsonNode definitions = all.at("/components/schemas");
            definitions.forEach(KubernetesSchema::close);
            withoutExtensions(definitions);
            String text = "{\"definitions\":" + definitions.toString().replace(PLACE, "#/definitions/") + "}";
            schemas = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_4, registry -> registry.schemas(Map.of(ADDRESS, text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode schema) {
        if (schema.has("properties") && !schema.has("additionalProperties")) {
            ((ObjectNode) schema).put("additionalProperties", false);
        }
    }

    /** Kubernetes' own words in a schema, which are not of JSON Schema. */
    private static void withoutExtensions(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            object.remove(object.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> name.startsWith("x-kubernetes-"))
                    .toList());
        }
        schema.forEach(KubernetesSchema::withoutExtensions);
    }

    /** What is wrong with a manifest, a line each. */
    List<String> errors(JsonNode manifest) {
        String kind = manifest.path("apiVersion").asText() + " "
                + manifest.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
            return List.of("no schema of " + kind);
        }
        Schema schema = schemas.getSchema(SchemaLocation.of(ADDRESS + "#/definitions/" + KINDS.get(kind)));
        return schema.validate(manifest).stream().map(Object::toString).toList();
    }
}
