package volley.play;

import java.util.List;
import java.util.Optional;
import volley.client.DirectClient;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.cold.Asking;

/** Asks prompts of no plan through the same client code as the run's, one after the other. */
final class DirectAsking implements Asking, AutoCloseable {
    /** As few as leave a model that begins with a special token room for a text. */
    private static final int OUTPUT_TOKENS = 4;

    private final SingleRequests playing;
    private final DirectClient client;

    DirectAsking(SingleRequests playing) {
        this.playing = playing;
        this.client = DirectClient.start(playing.requests().get(0).route());
    }

    @Override
    public Answer ask(String prompt, Optional<String> salt) {
        return client.ask(
                        playing.requests(salt),
                        playing.reader(),
                        List.of(playing.form().opening(prompt)),
                        OUTPUT_TOKENS,
                        playing::cancelled)
                .map(DirectAsking::answer)
                .orElseGet(() -> new Answer(Optional.of("the run was stopped"), NOT_TOLD, 0));
    }

    private static Answer answer(Exchange exchange) {
        Optional<String> error = exchange.outcome() == Outcome.OK
                ? Optional.empty()
                : Optional.of(exchange.outcome().id() + (exchange.error() == null ? "" : ", " + exchange.error()));
        int cached = exchange.usage().cachedTokens();
        return new Answer(error, cached < 0 ? NOT_TOLD : cached, exchange.endNs() - exchange.sentNs());
    }

    @Override
    public void close() {
        client.close();
    }
}
