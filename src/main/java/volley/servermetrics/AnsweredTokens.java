package volley.servermetrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import volley.client.Outcome;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;

/** Tokens of the answers so far, by which it is known when the server's counters have them all. Thread-safe. */
public final class AnsweredTokens {
    private final LongAdder prompt = new LongAdder();
    private final LongAdder generated = new LongAdder();

    /** To be told of every turn recorded. */
    public void accept(TurnRecord turn, RequestFigures figures) {
        if (turn.outcome() == Outcome.OK) {
            prompt.add(Math.max(0, figures.get(RequestMetric.PROMPT_TOKENS)));
            generated.add(Math.max(0, figures.get(RequestMetric.OUTPUT_TOKENS)));
        }
    }

    /** Whether the servers counted at least as many tokens; of what they do not tell, nothing is to come. */
    public boolean areIn(List<ServerSample> answers) {
        ServerSeries series = new ServerSeries(answers);
        return series.grown(ServerFigure.PROMPT_TOKENS).orElse((double) prompt.sum()) >= prompt.sum()
                && series.grown(ServerFigure.GENERATED_TOKENS).orElse((double) generated.sum()) >= generated.sum();
    }
}
