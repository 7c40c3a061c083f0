package volley.trials;

import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

/** A figure of one run as JMH's kind of result: the score of several is their mean, with JMH's error of it. */
final class JmhScore extends Result<JmhScore> {
    private static final long serialVersionUID = 1L;

    JmhScore(ResultRole role, String label, double value, String unit) {
        this(role, label, new ListStatistics(new double[] {value}), unit);
    }

    private JmhScore(ResultRole role, String label, Statistics values, String unit) {
        super(role, label, values, unit, AggregationPolicy.AVG);
    }

    @Override
    protected Aggregator<JmhScore> getThreadAggregator() {
        return scores -> {
            ListStatistics values = new ListStatistics();
            scores.forEach(score -> values.addValue(score.getScore()));
            JmhScore any = scores.iterator().next();
            return new JmhScore(any.getRole(), any.getLabel(), values, any.getScoreUnit());
        };
    }

    @Override
    protected Aggregator<JmhScore> getIterationAggregator() {
        return getThreadAggregator();
    }
}
