package volley.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard is of one process or of many pods alike. Whether its series exist, {@code LiveRunTest} says. */
class DashboardTest {
    private static final Path DEPLOY = Path.of("deploy");

    @Test
    void everySeriesIsOfTheChosenPodsAndAddedUp() throws IOException {
        JsonNode dashboard = new JsonMapper()
                .readTree(DEPLOY.resolve("grafana-dashboard.json").toFile());
        List<String> expressions = dashboard.findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(10).allSatisfy(expression -> {
            assertThat(expression.replaceAll("volley_\\w+\\{run=~\"\\$run\",pod=~\"\\$pod\"}", ""))
                    .as("series that are not those of the chosen pods")
                    .doesNotContain("volley_");
            assertThat(expression.split("volley_\\w+", -1).length - 1)
                    .as("as many sums as series in " + expression)
                    .isEqualTo(expression.split("\\bsum\\b", -1).length - 1);
        });
        assertThat(dashboard.at("/templating/list"))
                .extracting(variable -> variable.required("name").textValue())
                .contains("run", "pod");
    }

    /** What Prometheus keeps are the pods of the manifests, and each gets the labels that the dashboard asks for. */
    @Test
    void prometheusFindsThePods() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        JsonNode pods = yaml.readTree(
                        DEPLOY.resolve("kubernetes/prometheus.yml").toFile())
                .at("/scrape_configs/0");
        ObjectNode job = yaml.readValue(DEPLOY.resolve("kubernetes/shards.yaml").toFile(), ObjectNode.class);
        String kept = job.at("/spec/template/metadata/labels/app.kubernetes.io~1name")
                        .textValue() + ";"
                + job.at("/spec/template/spec/containers/0/ports/0/name").textValue();
        assertThat(pods.at("/relabel_configs/0/regex").textValue()).isEqualTo(kept);
        assertThat(pods.findValuesAsText("target_label")).contains("pod", "run", "shard");
        JsonNode local = yaml.readTree(Files.readString(DEPLOY.resolve("prometheus.yml")));
        assertThat(local.findParents("targets")).singleElement().satisfies(target -> assertThat(
                        target.required("labels"))
                .extracting(JsonNode::textValue)
                .containsExactly("local", "local"));
    }
}
