package volley.play;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import volley.client.DirectClient;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.RequestFactory;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * Requests before the measured part, one after the other, through the same client code as the run's: neither server nor
 * client shall be cold. Their text has nothing to do with the workload, so no prefix of it is cached by them.
 */
final class WarmUpRequests {
    private static final int WORDS = 64;
    private static final int OUTPUT_TOKENS = 16;
    private static final int LETTERS = 26;

    private WarmUpRequests() {}

    /**
     * @param count how many requests, but at least one for each LoRA adapter if any
     * @param seed of their texts
     * @throws BadInputException if the server does not answer one as it should: the run would only fail
     */
    static void run(int count, long seed, SingleRequests playing) {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        List<RequestFactory> requests = playing.requests();
        // an adapter may be loaded when it is first asked for
        int all = count == 0 ? 0 : Math.max(count, requests.size());
        try (DirectClient client = DirectClient.start(requests.get(0).route())) {
            for (int i = 0; i < all && !playing.cancelled(); i++) {
                client.ask(
                                requests.get(i % requests.size()),
                                playing.reader(),
                                List.of(playing.form().opening(text(random))),
                                OUTPUT_TOKENS,
                                playing::cancelled)
                        .ifPresent(WarmUpRequests::check);
            }
        }
    }

    private static void check(Exchange exchange) {
        if (exchange.outcome() != Outcome.OK) {
            throw new BadInputException("the warm-up request failed with "
                    + exchange.outcome().id() + ": " + exchange.error()
                    + "; mend the server or the parameters, or skip it with "
                    + GivenAs.setting("warmup-requests", "0"));
        }
    }

    /** Words of random letters: no dataset has such a prefix. */
    private static String text(UniformRandomProvider random) {
        return IntStream.range(0, WORDS)
                .mapToObj(word -> IntStream.range(0, 3 + random.nextInt(6))
                        .mapToObj(letter -> String.valueOf((char) ('a' + random.nextInt(LETTERS))))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }
}
