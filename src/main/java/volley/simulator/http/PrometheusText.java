package volley.simulator.http;

/**
 * /metrics in Prometheus' text form 0.0.4, under the names of the server's kind. Only what the simulation has a value for
 * is there.
 */
final class PrometheusText {
    private final StringBuilder text = new StringBuilder(4096);
    private final String labels;

    /** @param labels of every sample, as they are written; none if empty */
    PrometheusText(String labels) {
        this.labels = labels;
    }

    /** A label as it is written. */
    static String label(String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return name + "=\"" + escaped + "\"";
    }

    void gauge(String name, String help, double value) {
        head(name, "gauge", help);
        sample(name, value);
    }

    void counter(String name, String help, long value) {
        head(name, "counter", help);
        sample(name, (double) value);
    }

    void head(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    void sample(String name, double value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    void sample(String name, String label, String labelValue, double value) {
        text.append(name).append('{').append(labels).append(',').append(label);
        text.append("=\"").append(labelValue).append("\"} ").append(value).append('\n');
    }

    /** What is written so far. */
    @Override
    public String toString() {
        return text.toString();
    }
}
