package volley.prepare;

import java.util.List;
import java.util.Optional;
import volley.client.BodyOptions;
import volley.client.DirectClient;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.client.Outcome;
import volley.client.RequestFactory;
import volley.client.ResponseReader;
import volley.client.Timeouts;
import volley.client.WireFormat;
import volley.config.Settings;

/**
 * Whether a server's answers come with their token ids, where conversations are to go as ids only then: it is asked for an
 * answer of one token. The simulated server does, so it is not asked; nor is one that is to have no requests but the load's.
 */
final class HistoryChoice {
    private static final String PROMPT = "Which token ids has this answer?";

    private HistoryChoice() {}

    /** The settings, or the same with conversations as text where the server does not tell; that is said on stderr. */
    static Settings of(Settings settings, Optional<Target> running) {
        if (!settings.server().api().onlyIfTold()
                || running.isEmpty()
                || settings.requests().warmupRequests() == 0
                || settings.calibrated().isPresent()) {
            return settings;
        }
        Optional<String> reason = whyText(settings, running.get());
        reason.ifPresent(why ->
                System.err.println("volley: conversations are sent as text, which the server tokenizes anew: " + why));
        return reason.map(settings::withTextHistory).orElse(settings);
    }

    private static Optional<String> whyText(Settings settings, Target target) {
        Settings.Requests asked = settings.requests();
        WireFormat format = WireFormat.ofText(settings.server().api().format());
        BodyOptions options = new BodyOptions(
                        settings.server().backend(),
                        target.model(),
                        settings.server().loraName(),
                        asked.stream(),
                        asked.ignoreEos(),
                        asked.extraBodyJson())
                .withTokenIds(true);
        RequestFactory requests = new RequestFactory(
                        target.baseUrl(),
                        format,
                        format.newBodyEncoder(options),
                        asked.stream(),
                        target.apiKey(),
                        asked.timeout())
                .by(target.route());
        ResponseReader reader = new ResponseReader(
                format,
                asked.stream(),
                target.apiKey(),
                System::nanoTime,
                asked.tokenStamps(),
                true,
                new Timeouts(
                        settings.server().connectTimeout(), settings.failures().firstTokenTimeout()));
        try (DirectClient client = DirectClient.start(target.route())) {
            Exchange answer = client.ask(requests, reader, List.of(JsonText.of(PROMPT)), 1, () -> false)
                    .orElseThrow();
            if (answer.outcome() != Outcome.OK) {
                return Optional.of(
                        "asked for one token, it ended with " + answer.outcome().id() + " (" + answer.error() + ")");
            }
            return answer.ids().output().length > 0
                    ? Optional.empty()
                    : Optional.of("its answers have no token ids (output_ids)");
        }
    }
}
