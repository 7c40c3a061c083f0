package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricCatalogueTest {
    @Test
    void everyMetricIsListedOnceInOrder() {
        assertThat(MetricCatalogue.ALL)
                .hasSize(RunMetrics.ALL.size() + RequestMetrics.ALL.size() + GapMetrics.ALL.size());
        assertThat(MetricCatalogue.ALL)
                .extracting(Metric::order)
                .doesNotHaveDuplicates()
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
