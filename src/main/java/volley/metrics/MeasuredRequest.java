package volley.metrics;

import static volley.metrics.Metric.ABSENT;

import java.util.function.ToIntFunction;
import volley.client.Exchange;
import volley.client.Usage;

/**
 * A request as the formulas of {@link RequestMetric} see it: its stamps, which are nanoseconds, and its counts. What there
 * is not is {@link Metric#ABSENT}; of a request that was not sent, that is all but the client's count of its prompt.
 */
final class MeasuredRequest {
    private static final TokenEvents NO_EVENTS = TokenEvents.none();

    private final TurnRecord turn;
    private final Exchange exchange;
    private final TokenEvents tokens;
    private final OutputTokenSource outputTokenSource;
    private final long outputTokens;

    /**
     * @param tokens the turn's events, scanned
     * @param tokenCounter as in {@code RequestFigures.of}
     */
    MeasuredRequest(TurnRecord turn, TokenEvents tokens, ToIntFunction<String> tokenCounter) {
        this.turn = turn;
        this.exchange = turn.exchange();
        this.tokens = tokens;
        long byServer = count(usage().completionTokens());
        if (byServer != ABSENT) {
            outputTokenSource = OutputTokenSource.USAGE;
            outputTokens = byServer;
        } else if (tokens.highestRunningCount() > 0) {
            outputTokenSource = OutputTokenSource.CONTINUOUS_USAGE;
            outputTokens = tokens.highestRunningCount();
        } else {
            outputTokens = canRetokenize() && tokenCounter != null
                    ? count(tokenCounter.applyAsInt(AnswerText.of(exchange.answer())))
                    : ABSENT;
            outputTokenSource = outputTokens == ABSENT ? OutputTokenSource.NONE : OutputTokenSource.RETOKENIZED;
        }
    }

    static MeasuredRequest of(TurnRecord turn, ToIntFunction<String> tokenCounter) {
        TokenEvents tokens = turn.exchange() == null ? NO_EVENTS : TokenEvents.scan(turn.exchange());
        return new MeasuredRequest(turn, tokens, tokenCounter);
    }

    /** Only answer text is kept, so an answer that also reasons or calls tools cannot be counted from it. */
    private boolean canRetokenize() {
        return tokens.count() > 0 && tokens.contentOnly() && exchange.answer() != null;
    }

    TokenEvents tokens() {
        return tokens;
    }

    int events() {
        return exchange == null ? 0 : exchange.events().size();
    }

    int retries() {
        return turn.retries();
    }

    long scheduledNs() {
        return exchange == null ? ABSENT : exchange.scheduledNs();
    }

    /** When it was to be sent: by the plan, and with the answer before it complete. */
    long dueNs() {
        return exchange == null ? ABSENT : Math.max(exchange.scheduledNs(), exchange.readyNs());
    }

    long sentNs() {
        return exchange == null ? ABSENT : exchange.sentNs();
    }

    /** Absent if it was sent again: the wait the server asked for is neither the client's queue nor its lag. */
    long sentOnceNs() {
        return turn.retries() == 0 ? sentNs() : ABSENT;
    }

    long connectedNs() {
        return exchange == null ? ABSENT : exchange.connectedNs();
    }

    long writtenNs() {
        return exchange == null ? ABSENT : exchange.writtenNs();
    }

    /** The first event of any kind but a comment. */
    long firstEventNs() {
        return tokens.onePiece() ? ABSENT : tokens.firstAnyNs();
    }

    /** The first token event; absent when the answer came in one piece, as the other two first events. */
    long firstTokenNs() {
        return tokens.onePiece() ? ABSENT : tokens.firstNs();
    }

    long firstContentNs() {
        return tokens.onePiece() ? ABSENT : tokens.firstContentNs();
    }

    /** The last token event; absent where it is unclear which one that is. */
    long lastTokenNs() {
        return tokens.lastNs();
    }

    /** The first event with answer text or reasoning; absent when the answer came in one piece, as the next. */
    long firstTextNs() {
        return tokens.onePiece() ? ABSENT : tokens.firstTextNs();
    }

    /** The last event that is part of the answer. */
    long lastChoiceNs() {
        return tokens.onePiece() ? ABSENT : tokens.lastChoiceNs();
    }

    long endNs() {
        return exchange == null ? ABSENT : exchange.endNs();
    }

    /** The server's counts. */
    Usage usage() {
        return exchange == null ? Usage.NONE : exchange.usage();
    }

    /** In the server's queue, as it tells; not of an answer in one piece, which has no first token. */
    long queueNs() {
        return firstTokenNs() == ABSENT ? ABSENT : exchange.serverTimes().queueNs();
    }

    /** From there to the first token, as the server tells. */
    long prefillNs() {
        return firstTokenNs() == ABSENT ? ABSENT : exchange.serverTimes().prefillNs();
    }

    /** On the way to the server and back; absent where the server tells nothing to lay beside it. */
    long networkNs() {
        return queueNs() == ABSENT && prefillNs() == ABSENT ? ABSENT : turn.roundTripNs();
    }

    long promptTokensByClient() {
        return count(turn.promptTokensByClient());
    }

    /** Tokens of the answer, by the best source there is. */
    long outputTokens() {
        return outputTokens;
    }

    OutputTokenSource outputTokenSource() {
        return outputTokenSource;
    }

    /** Tokens that came without text. */
    long textlessTokens() {
        return tokens.textlessTokens();
    }

    long firstEventTokens() {
        return tokens.firstEventTokens(outputTokens);
    }

    /** A count of tokens that is negative where there is none. */
    static long count(int tokens) {
        return tokens < 0 ? ABSENT : tokens;
    }
}
