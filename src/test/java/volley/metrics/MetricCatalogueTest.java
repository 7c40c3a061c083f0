package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricCatalogueTest {
    @Test
    void everyMetricIsListedOnceInOrder() {
        assertThat(MetricCatalogue.ALL)
                .hasSize(RunMetric.values().length + RequestMetric.values().length + GapMetric.values().length);
        assertThat(MetricCatalogue.ALL)
                .extracting(Metric::group)
                .as("each group stands together")
                .isSorted();
        assertThat(MetricCatalogue.ALL).extracting(Metric::id).doesNotHaveDuplicates();
        assertThat(MetricCatalogue.ALL).extracting(Metric::label).doesNotHaveDuplicates();
    }

    @Test
    void everyMetricIsDescribed() {
        assertThat(MetricCatalogue.ALL).allSatisfy(metric -> {
            assertThat(metric.id()).matches("[a-z][a-z0-9_]*");
            assertThat(metric.label().length()).as(metric.label()).isBetween(3, 35);
            assertThat(metric.formula()).isNotBlank().doesNotContain("\n");
        });
    }
}
