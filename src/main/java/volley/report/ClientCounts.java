package volley.report;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.IoReason;
import volley.config.Retokenize;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.RunAccumulator;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;
import volley.report.folder.AnswerLog;
import volley.report.folder.AnswerSample;
import volley.report.folder.CountedPrompts;
import volley.report.folder.PromptCounter;
import volley.report.folder.RandomOrder;
import volley.report.folder.RunLogs;
import volley.report.summary.PromptCheck;
import volley.tokenizer.Tokenizer;

/**
 * What the client counts with its own tokenizer: tokens of answers and of prompts. What cannot be counted is a warning, and
 * must not cost the run its results.
 */
final class ClientCounts {
    private static final Logger LOG = LoggerFactory.getLogger(ClientCounts.class);

    private final Tokenizer tokenizer;
    private final Consumer<String> warn;
    private final PromptCheck promptCheck = new PromptCheck();
    private Retokenized recorded;
    private Retokenize which = Retokenize.ALL;
    private Optional<PromptCounter> promptCounter = Optional.empty();
    private Optional<CountedPrompts> promptCounts = Optional.empty();
    private boolean tokenizerFailed;
    /** Of a request that was sent. */
    private boolean uncountedPrompt;

    private long sent;

    /** @param tokenizer or {@code null}: then no answer is counted */
    ClientCounts(Tokenizer tokenizer, Consumer<String> warn) {
        this.tokenizer = tokenizer;
        this.warn = warn;
    }

    /** Tokens of an answer; -1 if it cannot be tokenized. */
    int tokens(String answer) {
        try {
            return tokenizer.count(answer);
        } catch (RuntimeException e) {
            if (!tokenizerFailed) {
                tokenizerFailed = true;
                LOG.error("an answer could not be tokenized", e);
                warn.accept("at least one answer could not be tokenized: " + IoReason.ofAny(e));
            }
            return -1;
        }
    }

    /** Adds what was retokenized in one of several runs; the sum is absent if one of them is. */
    void add(Retokenized part) {
        recorded = recorded == null ? part : recorded.plus(part);
    }

    void retokenize(Retokenize answers) {
        which = answers;
    }

    /** The answers, once. */
    Retokenized retokenize(RunLogs logs) {
        Optional<AnswerLog> kept = logs.takeAnswers();
        if (kept.isEmpty()) {
            return recorded == null ? Retokenized.NONE : recorded;
        }
        try (AnswerLog all = kept.get()) {
            return tokenizer == null ? Retokenized.NONE : all.count(which, tokenizer::count);
        } catch (IOException | RuntimeException e) {
            LOG.error("answers could not be retokenized", e);
            warn.accept("answers could not be retokenized: " + IoReason.ofAny(e));
            return Retokenized.NONE;
        } catch (OutOfMemoryError e) {
            warn.accept("answers could not be retokenized: the heap (-Xmx) is too small for one of them");
            return Retokenized.NONE;
        }
    }

    /** Sees each planned turn, and whether anybody has counted its prompt. */
    void see(TurnRecord turn, RequestFigures figures) {
        sent += turn.exchange() == null ? 0 : 1;
        uncountedPrompt |= turn.exchange() != null
                && figures.get(RequestMetric.PROMPT_TOKENS) == RequestFigures.ABSENT
                && figures.get(RequestMetric.PROMPT_TOKENS_BY_CLIENT) == RequestFigures.ABSENT;
    }

    void countPromptsBy(PromptCounter counter) {
        promptCounter = Optional.of(counter);
    }

    /**
     * Counts the prompts that have no count yet, and, to lay the counts side by side, a sample of those that the server counted,
     * if answers are counted so.
     *
     * @param mayWrite whether files of the run can be written: the counts may need a second file of the requests, and what is
     *     left of the disk is for what has none yet
     */
    void countPrompts(RunLogs logs, RunAccumulator accumulator, boolean mayWrite) {
        boolean compare = promptCounter.isPresent() && promptCounter.get().all() && which != Retokenize.NONE;
        if (promptCounter.isEmpty() || !(uncountedPrompt || compare)) {
            return;
        }
        if (!mayWrite) {
            warn.accept("prompts were not counted by the client: a file of the run cannot be written");
            return;
        }
        logs.flush();
        long most = which == Retokenize.ALL ? sent : AnswerSample.MOST_ANSWERS;
        IntPredicate compared = order -> compare && RandomOrder.isInFirst(order, most, sent);
        try {
            promptCounts =
                    Optional.of(logs.countPrompts(promptCounter.get(), compared, (row, turn, byServer, byClient) -> {
                        accumulator.countPrompt(row, byClient);
                        if (byServer >= 0) {
                            promptCheck.add(turn, byServer, byClient);
                        }
                    }));
        } catch (IOException | RuntimeException e) {
            LOG.error("prompts could not be counted", e);
            warn.accept("prompts could not be counted by the client: " + IoReason.ofAny(e));
        } catch (OutOfMemoryError e) {
            warn.accept("prompts could not be counted by the client: the heap (-Xmx) is too small for one of them");
        }
    }

    /** Counts of prompts that are to be kept. */
    Optional<CountedPrompts> promptCounts() {
        return promptCounts;
    }

    /** That the server counts prompts otherwise. */
    Optional<String> promptWarning() {
        return promptCheck.warning();
    }
}
