package volley.play;

import volley.client.Exchange;
import volley.client.Usage;
import volley.cold.Coldness;
import volley.metrics.TurnRecord;

/**
 * What the request that was sent first found in the cache. It tells nothing if another one was sent before its first
 * token: then the other one may have been computed before it.
 */
final class FirstRequest {
    private int cachedTokens = Usage.ABSENT;
    private long answeredNs = Exchange.NEVER;
    private long nextSentNs = Exchange.NEVER;

    /** To be told of every turn recorded, in any order. */
    synchronized void accept(TurnRecord turn) {
        if (turn.order() == 0) {
            Exchange exchange = turn.exchange();
            cachedTokens = exchange.usage().cachedTokens();
            answeredNs = exchange.events().size() > 0 ? exchange.events().timeNs(0) : exchange.endNs();
        } else if (turn.order() == 1) {
            nextSentNs = turn.exchange().sentNs();
        }
    }

    /**
     * The verdict with what is known by now.
     *
     * @param templateTokens tokens of the chat template, which all runs have in common
     */
    synchronized Coldness judge(Coldness before, long templateTokens) {
        boolean alone = answeredNs != Exchange.NEVER && (nextSentNs == Exchange.NEVER || nextSentNs - answeredNs >= 0);
        return alone ? before.afterFirstRequest(cachedTokens, templateTokens) : before;
    }
}
