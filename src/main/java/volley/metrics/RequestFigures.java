package volley.metrics;

import java.util.function.ToIntFunction;
import volley.client.Exchange;

/**
 * The figures of one request, computed from its raw events. Times are nanoseconds; a figure that cannot be computed is
 * {@link #ABSENT}, never 0. Each figure's formula stands in {@link RequestMetrics}.
 *
 * @param firstTokenNs {@code System.nanoTime()} stamp of the first token-bearing event; absent when the answer came in
 *     one piece
 * @param lastTokenNs stamp of the last token-bearing event
 * @param connectNs from handing the request to the connection pool until it had a connection
 * @param writeNs from then until its last byte was flushed
 * @param firstEventNs from sent to the first event of any kind but a comment
 * @param promptTokens tokens of the prompt as the server counts them
 * @param promptTokensByClient the same by the client's tokenizer and chat template
 * @param outputTokens tokens of the answer, by the best source there is
 * @param outputTokenSource that source
 * @param firstEventTokens tokens of the first token-bearing event
 * @param cachedTokens prompt tokens the server took from its prefix cache
 * @param cachedDeviceTokens of these, tokens that were in the device's memory
 * @param cachedHostTokens of these, tokens loaded from the host's memory
 * @param cachedStorageTokens of these, tokens loaded from storage
 * @param tokenEvents number of token-bearing events
 * @param answerTextOnly whether no token-bearing event was reasoning or a tool call
 * @param events number of events of any kind
 * @param retries how often the request was sent again
 */
public record RequestFigures(
        long firstTokenNs,
        long lastTokenNs,
        long clientQueueNs,
        long scheduleLagNs,
        long connectNs,
        long writeNs,
        long firstEventNs,
        long ttftNs,
        long ttftScheduledNs,
        long ttfoNs,
        long tpotNs,
        long e2eNs,
        long streamEndNs,
        long promptTokens,
        long promptTokensByClient,
        long outputTokens,
        OutputTokenSource outputTokenSource,
        long firstEventTokens,
        long cachedTokens,
        long cachedDeviceTokens,
        long cachedHostTokens,
        long cachedStorageTokens,
        int tokenEvents,
        boolean answerTextOnly,
        int events,
        int retries) {
    /** A figure that cannot be computed. The same value as {@link Exchange#NEVER}. */
    public static final long ABSENT = Exchange.NEVER;

    /**
     * Computes the figures of a turn.
     *
     * @param turn any turn; one that was never sent has no figures
     * @param tokenCounter counts the tokens of an answer when the server counted none, or {@code null}; it is asked at
     *     most once, and a negative result means it could not
     */
    public static RequestFigures of(TurnRecord turn, ToIntFunction<String> tokenCounter) {
        return turn.exchange() == null
                ? unsent(count(turn.promptTokensByClient()))
                : of(turn, TokenEvents.scan(turn.exchange().events()), tokenCounter);
    }

    /** @param turn one that was sent, with its events scanned */
    static RequestFigures of(TurnRecord turn, TokenEvents tokens, ToIntFunction<String> tokenCounter) {
        Exchange exchange = turn.exchange();
        OutputTokenSource source = OutputTokenSource.NONE;
        long outputTokens = count(exchange.usage().completionTokens());
        if (outputTokens != ABSENT) {
            source = OutputTokenSource.USAGE;
        } else if (tokens.highestRunningCount() > 0) {
            outputTokens = tokens.highestRunningCount();
            source = OutputTokenSource.CONTINUOUS_USAGE;
        } else if (canRetokenize(exchange, tokens) && tokenCounter != null) {
            outputTokens = count(tokenCounter.applyAsInt(AnswerText.of(exchange.answer())));
            source = outputTokens == ABSENT ? OutputTokenSource.NONE : OutputTokenSource.RETOKENIZED;
        }
        // The wait the server asked for is neither the client's queue nor its lag.
        long leftClientNs = turn.retries() == 0 ? exchange.sentNs() : ABSENT;
        long dueNs = Math.max(exchange.scheduledNs(), exchange.readyNs());
        long firstTokenNs = tokens.onePiece() ? ABSENT : tokens.firstNs();
        long firstContentNs = tokens.onePiece() ? ABSENT : tokens.firstContentNs();
        long firstEventTokens = tokens.firstEventTokens(outputTokens);
        return new RequestFigures(
                firstTokenNs,
                tokens.lastNs(),
                minus(leftClientNs, dueNs),
                minus(leftClientNs, exchange.scheduledNs()),
                minus(exchange.connectedNs(), exchange.sentNs()),
                minus(exchange.writtenNs(), exchange.connectedNs()),
                minus(tokens.onePiece() ? ABSENT : tokens.firstAnyNs(), exchange.sentNs()),
                minus(firstTokenNs, exchange.sentNs()),
                minus(firstTokenNs, dueNs),
                minus(firstContentNs, exchange.sentNs()),
                tpotNs(minus(tokens.lastNs(), firstTokenNs), outputTokens, firstEventTokens),
                minus(tokens.lastNs(), exchange.sentNs()),
                minus(exchange.endNs(), exchange.sentNs()),
                count(exchange.usage().promptTokens()),
                count(turn.promptTokensByClient()),
                outputTokens,
                source,
                firstEventTokens,
                count(exchange.usage().cachedTokens()),
                count(exchange.usage().cachedDeviceTokens()),
                count(exchange.usage().cachedHostTokens()),
                count(exchange.usage().cachedStorageTokens()),
                tokens.count(),
                tokens.contentOnly(),
                exchange.events().size(),
                turn.retries());
    }

    /** Only answer text is kept, so an answer that also reasons or calls tools cannot be counted from it. */
    private static boolean canRetokenize(Exchange exchange, TokenEvents tokens) {
        return tokens.count() > 0 && tokens.contentOnly() && exchange.answer() != null;
    }

    /** A first event of unknown size counts as one token, as every tool assumes; rounded to the nanosecond. */
    private static long tpotNs(long decodeNs, long outputTokens, long firstEventTokens) {
        if (decodeNs == ABSENT || outputTokens == ABSENT || outputTokens < 2) {
            return ABSENT;
        }
        long later = outputTokens - (firstEventTokens == ABSENT ? 1 : firstEventTokens);
        return later < 1 ? ABSENT : Math.round((double) decodeNs / later);
    }

    private static RequestFigures unsent(long byClient) {
        return new RequestFigures(
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                byClient,
                ABSENT,
                OutputTokenSource.NONE,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                ABSENT,
                0,
                true,
                0,
                0);
    }

    private static long count(int tokens) {
        return tokens < 0 ? ABSENT : tokens;
    }

    private static long minus(long laterNs, long earlierNs) {
        return laterNs == ABSENT || earlierNs == ABSENT ? ABSENT : laterNs - earlierNs;
    }
}
