package volley.play;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import volley.client.BodyEncoder;
import volley.client.BodyOptions;
import volley.client.RequestFactory;
import volley.client.WireFormat;
import volley.config.ServerIds;
import volley.config.Settings;
import volley.plan.Adapters;
import volley.prepare.Preparation;
import volley.prepare.Target;

/** Makes a run's requests, those of each LoRA adapter by a factory of its own. */
public final class LoadRequests {
    private final Preparation prepared;
    private final Target target;
    private final int[] adapterByConversation;
    private final List<RunBodies> bodiesByAdapter;

    /** @throws volley.config.BadInputException if the extra request body cannot be used */
    LoadRequests(Preparation prepared, Target target) {
        this.prepared = prepared;
        this.target = target;
        this.adapterByConversation = Adapters.byConversation(prepared.plan());
        this.bodiesByAdapter = IntStream.range(0, adapters())
                .mapToObj(adapter -> new RunBodies(bodies(adapter, Optional.empty())))
                .toList();
    }

    /**
     * Bodies for the only adapter, or the first.
     *
     * @throws volley.config.BadInputException if the extra request body cannot be used
     */
    public static BodyEncoder bodies(Preparation prepared, Target target) {
        return prepared.format()
                .newBodyEncoder(options(
                        prepared.settings(),
                        target.model(),
                        prepared.settings().server().loraName()));
    }

    /**
     * Makes sure that a run of these settings could have bodies.
     *
     * @throws volley.config.BadInputException if the extra request body cannot be used
     */
    public static void check(Settings settings) {
        WireFormat.of(settings.server().api())
                .newBodyEncoder(options(settings, "", settings.server().loraName()));
    }

    /** How many adapters there are; 1 where none is asked for. */
    int adapters() {
        return Math.max(1, prepared.plan().load().lora().names().size());
    }

    /** The load's, one for each adapter. */
    public List<RequestFactory> byAdapter() {
        return bodiesByAdapter.stream().map(this::factory).toList();
    }

    /** Which of {@link #byAdapter} a conversation's requests are made by. */
    public int adapterOf(int conversation) {
        return adapterByConversation[conversation];
    }

    /**
     * Requests that are no part of the load, for the only adapter, or the first.
     *
     * @param cacheSalt empty: none
     */
    RequestFactory apart(Optional<String> cacheSalt) {
        return factory(bodies(0, cacheSalt));
    }

    /** From now on the load's requests carry this salt; empty: none. */
    void cacheSalt(Optional<String> salt) {
        for (int adapter = 0; adapter < bodiesByAdapter.size(); adapter++) {
            bodiesByAdapter.get(adapter).use(bodies(adapter, salt));
        }
    }

    private BodyEncoder bodies(int adapter, Optional<String> cacheSalt) {
        List<String> names = prepared.plan().load().lora().names();
        Optional<String> name =
                names.isEmpty() ? prepared.settings().server().loraName() : Optional.of(names.get(adapter));
        BodyOptions options = options(prepared.settings(), target.model(), name);
        return prepared.format()
                .newBodyEncoder(cacheSalt.map(options::saltedWith).orElse(options));
    }

    private static BodyOptions options(Settings settings, String model, Optional<String> loraName) {
        Settings.Requests requests = settings.requests();
        return new BodyOptions(
                        settings.server().backend(),
                        model,
                        loraName,
                        requests.stream(),
                        requests.ignoreEos(),
                        requests.extraBodyJson())
                .withTokenIds(requests.serverIds() == ServerIds.ON);
    }

    private RequestFactory factory(BodyEncoder bodies) {
        boolean streamed = prepared.settings().requests().stream();
        RequestFactory factory = new RequestFactory(
                        target.baseUrl(),
                        prepared.format(),
                        bodies,
                        streamed,
                        target.apiKey(),
                        prepared.settings().requests().timeout())
                .by(target.route());
        return streamed && prepared.settings().server().backend().closesBehindStreams()
                ? factory.onOwnConnections()
                : factory;
    }
}
