package volley.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What the HTTP client logs: a token goes through its hands. */
final class ClientLogs {
    private static final String ALL = "org.apache.hc";
    private static final List<String> WITH_HEADERS =
            List.of("org.apache.hc.client5.http.headers", "org.apache.hc.client5.http.wire");

    private ClientLogs() {}

    /**
     * Never what is sent and received, and warnings alone unless somebody has set another level: a process without a
     * configuration of logback logs everything.
     */
    static void withoutSecrets() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            WITH_HEADERS.forEach(name -> logs.getLogger(name).setLevel(Level.OFF));
            Logger all = logs.getLogger(ALL);
            if (all.getLevel() == null) {
                all.setLevel(Level.WARN);
            }
        }
    }
}
