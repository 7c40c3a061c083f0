package volley.kubernetes;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The run's parameters as the file that {@code -Dvolley.config} takes. */
final class RunConf {
    static final String METRICS_PORT = "metrics-port";
    static final String METRICS_HOST = "metrics-host";

    /** The common start of all shards. */
    static final String START_AT = "start-at";

    private RunConf() {}

    /** @param parameters by their names without {@code volley.} */
    static String text(Map<String, String> parameters, Instant start) {
        Map<String, String> all = new TreeMap<>(parameters);
        all.put(START_AT, start.toString());
        return ConfigFactory.parseMap(all)
                .atPath("volley")
                .root()
                .render(ConfigRenderOptions.defaults()
                        .setOriginComments(false)
                        .setComments(false)
                        .setJson(false));
    }
}
