package volley.report.summary;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether client and server count the same prompts alike. They do if both render the history with the same template and
 * tokenize it alike; if they do not, the client's counts and the cache lens are those of another prompt.
 */
public final class PromptCheck {
    /** Differences up to this are of rounding texts into tokens where two of them meet. */
    private static final double TOLERATED = 0.01;

    private long firstByServer;
    private long firstByClient;
    private long laterByServer;
    private long laterByClient;
    private long requests;
    private long sameDifference;
    private int difference;

    /**
     * Takes a completed request that both counted.
     *
     * @param turn index in its conversation, from 0
     */
    public void add(int turn, int byServer, int byClient) {
        if (turn == 0) {
            firstByServer += byServer;
            firstByClient += byClient;
        } else {
            laterByServer += byServer;
            laterByClient += byClient;
        }
        if (requests++ == 0) {
            difference = byServer - byClient;
        }
        sameDifference += byServer - byClient == difference ? 1 : 0;
    }

    /** What a reader must know of a difference above 1 %, with its likely reason; empty if there is none. */
    public Optional<String> warning() {
        double first = difference(firstByClient, firstByServer);
        double later = difference(laterByClient, laterByServer);
        if (Math.abs(first) <= TOLERATED && Math.abs(later) <= TOLERATED) {
            return Optional.empty();
        }
        double all = difference(firstByClient + laterByClient, firstByServer + laterByServer);
        return Optional.of(String.format(
                Locale.ROOT,
                "the client counts %+.1f %% prompt tokens against the server (first turns %+.1f %%, later turns %+.1f %%): %s;"
                        + " prompt_tokens_by_client and the cache lens are of other prompts than the server's. bin/volley"
                        + " chat-template --server shows where they part",
                100 * all,
                100 * first,
                100 * later,
                reason(first, later)));
    }

    private String reason(double first, double later) {
        if (sameDifference == requests) {
            return "the server adds " + difference
                    + " tokens to every prompt, such as a first token (BOS) or a system prompt" + " of its own";
        }
        if (Math.abs(first) > TOLERATED) {
            return "the server has likely another chat template, other variables for it or another tokenizer (chat-template,"
                    + " chat-template-kwargs, tokenizer)";
        }
        return later > 0
                ? "the server likely leaves a part of the history out that the client's template keeps, such as thoughts"
                : "the server likely keeps a part of the history that the client's template drops, such as thoughts";
    }

    private static double difference(long byClient, long byServer) {
        return byServer == 0 ? 0 : (double) byClient / byServer - 1;
    }
}
