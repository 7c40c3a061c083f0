package volley.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The kinds of inference server Volley speaks to, each with all that differs between them on the client's side. Code
 * elsewhere asks for a trait, never which backend it is: then a new one is an entry here.
 */
public enum Backend {
    SGLANG(Traits.of("SGLang")
            .port(30000)
            .apis(ApiFormat.OPENAI, ApiFormat.COMPLETIONS, ApiFormat.SGLANG)
            .flush("/flush_cache", "no server of SGLang's answers here, or a router that does not pass the route on")
            .flushWaitsWith("timeout")
            .storageClearedBy("/hicache/storage-backend/clear")
            .adminKey("SGLANG_ADMIN_API_KEY")
            .cacheSalt("cache_salt", "extra_key")
            .hostTierFlag("--hicache-ratio 2")
            .cacheTold(CacheForm.SGLANG_SERVER_INFO, "/server_info", "/get_server_info")
            .metrics("/metrics")
            .profiler("/start_profile", "/stop_profile")
            .pageTokens(1)
            .countsAsItGoes()
            .tokenIds("return_token_ids", "return_prompt_token_ids")
            .lora(LoraForm.LORA_PATH)),
    VLLM(Traits.of("vLLM")
            .port(8000)
            .apis(ApiFormat.OPENAI, ApiFormat.COMPLETIONS)
            .flush(
                    "/reset_prefix_cache?reset_external=true",
                    "vLLM has this route only when it is started with VLLM_SERVER_DEV_MODE=1")
            .cacheSalt("cache_salt", "cache_salt")
            .cacheTold(CacheForm.VLLM_METRICS, "/metrics")
            .metrics("/metrics")
            .profiler("/start_profile", "/stop_profile")
            .pageTokens(16)
            .countsAsItGoes()
            .tokenIds("return_token_ids")
            .lora(LoraForm.MODEL_NAME)),
    LMDEPLOY(Traits.of("lmdeploy")
            .port(23333)
            .apis(ApiFormat.OPENAI, ApiFormat.COMPLETIONS)
            .metrics("/metrics")
            .profiler("/start_profile", "/stop_profile")
            .pageTokens(64)
            .completesNoIds()
            .tokenIds("return_token_ids")
            .lora(LoraForm.MODEL_NAME)),
    /** It reuses a prompt token by token; how much of it depends on the model's attention. */
    LLAMACPP(Traits.of("llama.cpp's server")
            .port(8080)
            .apis(ApiFormat.OPENAI, ApiFormat.COMPLETIONS)
            .closesBehindStreams()
            .metrics("/metrics")),
    /** Any server with OpenAI's interface: nothing else is assumed of it. */
    OPENAI(Traits.of("an OpenAI-compatible server")
            .apis(ApiFormat.OPENAI, ApiFormat.COMPLETIONS)
            .takesNoIgnoreEos()
            .lora(LoraForm.MODEL_NAME));

    /** How a server tells the size of its prefix cache. */
    public enum CacheForm {
        /** JSON with SGLang's arguments and what its scheduler found. */
        SGLANG_SERVER_INFO,
        /** Prometheus text with vLLM's {@code cache_config_info}. */
        VLLM_METRICS,
        /** It does not. */
        NOT_TOLD
    }

    /** How a request asks for a LoRA adapter. */
    public enum LoraForm {
        /** In the field {@code lora_path}, beside the model's name. */
        LORA_PATH,
        /** In place of the model's name. */
        MODEL_NAME,
        /** Not by its name. */
        NONE
    }

    private static final String USAGE_AT_END = "include_usage";
    private static final String USAGE_IN_EVERY_EVENT = "continuous_usage_stats";

    @SuppressWarnings("ImmutableEnumChecker") // written in the entries above and nowhere else
    private final Traits traits;

    Backend(Traits traits) {
        this.traits = traits;
    }

    /** One of which nothing is assumed but OpenAI's interface. */
    public static Backend assumingNothing() {
        return OPENAI;
    }

    /** Its name as a parameter's value. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name for people. */
    public String title() {
        return traits.title;
    }

    /** TCP port the server listens on when started without one; absent where that is not known. */
    public OptionalInt defaultPort() {
        return traits.defaultPort;
    }

    /** Whether it has the routes and bodies of an interface. */
    public boolean has(ApiFormat api) {
        return traits.apis.contains(api);
    }

    /** Route that empties the prefix cache by POST, with all its tiers as far as one request can. */
    public Optional<String> flushRoute() {
        return Optional.ofNullable(traits.flushRoute);
    }

    /** Why the flush's route may be missing and what to do then, in one clause; absent where there is no route. */
    public Optional<String> whyNoFlush() {
        return Optional.ofNullable(traits.whyNoFlush);
    }

    /** Name of the flush's query parameter with the seconds for which the server waits until it is idle. */
    public Optional<String> flushWaitParameter() {
        return Optional.ofNullable(traits.flushWaitParameter);
    }

    /** Route that empties the cache's tier in storage by POST, which the flush leaves as it is. */
    public Optional<String> storageClearRoute() {
        return Optional.ofNullable(traits.storageClearRoute);
    }

    /** Environment variable with the key of the control routes, where they can have one of their own. */
    public Optional<String> adminKeyVariable() {
        return Optional.ofNullable(traits.adminKeyVariable);
    }

    /** Field of a request that keeps its cache entries apart from those of requests with another value. */
    public Optional<String> cacheSaltField(ApiFormat api) {
        return Optional.ofNullable(api == ApiFormat.SGLANG ? traits.generateSaltField : traits.chatSaltField);
    }

    /** Fields of a chat request that ask for token ids; none where the backend is not known to take one. */
    public List<String> tokenIdsFields() {
        return traits.tokenIdsFields;
    }

    /** The server's flag that adds a tier in the host's memory; absent where no single flag does. */
    public Optional<String> hostTierFlag() {
        return Optional.ofNullable(traits.hostTierFlag);
    }

    public CacheForm cacheForm() {
        return traits.cacheForm;
    }

    /** Routes that tell of the cache in the {@link #cacheForm} by GET: the first that is there answers for all. */
    public List<String> cacheRoutes() {
        return traits.cacheRoutes;
    }

    /** Route of the server's own figures as Prometheus text. */
    public Optional<String> metricsRoute() {
        return Optional.ofNullable(traits.metricsRoute);
    }

    /** Route that starts the profiler by POST. */
    public Optional<String> startProfileRoute() {
        return Optional.ofNullable(traits.startProfileRoute);
    }

    /** Route that stops the profiler by POST. */
    public Optional<String> stopProfileRoute() {
        return Optional.ofNullable(traits.stopProfileRoute);
    }

    /** Tokens of a page of the prefix cache if the server is started without a size; absent where not known. */
    public OptionalInt defaultPageTokens() {
        return traits.pageTokens;
    }

    public LoraForm loraForm() {
        return traits.loraForm;
    }

    /** Whether a request may have the field {@code ignore_eos}: others refuse it, or do not heed it. */
    public boolean takesIgnoreEos() {
        return traits.takesIgnoreEos;
    }

    /**
     * Whether the server closes a connection behind a streamed answer although it says that it keeps it: the next request on
     * it may be lost, so each has a connection of its own.
     */
    public boolean closesBehindStreams() {
        return traits.closesBehindStreams;
    }

    /** Whether {@code /v1/completions} takes a prompt of token ids; lmdeploy takes each for a prompt of its own. */
    public boolean completesIds() {
        return traits.completesIds;
    }

    /** Fields of {@code stream_options} that ask a chat's or completion's stream for usage: each is sent as {@code true}. */
    public List<String> usageOptions() {
        return traits.countsAsItGoes ? List.of(USAGE_AT_END, USAGE_IN_EVERY_EVENT) : List.of(USAGE_AT_END);
    }

    /** Whether the stream of a chat or completion tells in every event how many tokens there are so far, if asked to. */
    public boolean countsAsItGoes() {
        return traits.countsAsItGoes;
    }

    /** Traits by name; what is not given is not there. */
    private static final class Traits {
        private final String title;
        private OptionalInt defaultPort = OptionalInt.empty();
        private Set<ApiFormat> apis = Set.of();
        private String flushRoute;
        private String whyNoFlush;
        private String flushWaitParameter;
        private String storageClearRoute;
        private String adminKeyVariable;
        private String chatSaltField;
        private String generateSaltField;
        private String hostTierFlag;
        private CacheForm cacheForm = CacheForm.NOT_TOLD;
        private List<String> cacheRoutes = List.of();
        private String metricsRoute;
        private String startProfileRoute;
        private String stopProfileRoute;
        private OptionalInt pageTokens = OptionalInt.empty();
        private LoraForm loraForm = LoraForm.NONE;
        private boolean takesIgnoreEos = true;
        private boolean completesIds = true;
        private boolean closesBehindStreams;
        private boolean countsAsItGoes;
        private List<String> tokenIdsFields = List.of();

        private Traits(String title) {
            this.title = title;
        }

        static Traits of(String title) {
            return new Traits(title);
        }

        Traits port(int port) {
            defaultPort = OptionalInt.of(port);
            return this;
        }

        Traits apis(ApiFormat... values) {
            apis = Set.of(values);
            return this;
        }

        Traits flush(String route, String whyMissing) {
            flushRoute = route;
            whyNoFlush = whyMissing;
            return this;
        }

        Traits flushWaitsWith(String parameter) {
            flushWaitParameter = parameter;
            return this;
        }

        Traits storageClearedBy(String route) {
            storageClearRoute = route;
            return this;
        }

        Traits adminKey(String variable) {
            adminKeyVariable = variable;
            return this;
        }

        Traits cacheSalt(String inChat, String inGenerate) {
            chatSaltField = inChat;
            generateSaltField = inGenerate;
            return this;
        }

        Traits hostTierFlag(String flag) {
            hostTierFlag = flag;
            return this;
        }

        Traits cacheTold(CacheForm form, String... routes) {
            cacheForm = form;
            cacheRoutes = List.of(routes);
            return this;
        }

        Traits metrics(String route) {
            metricsRoute = route;
            return this;
        }

        Traits profiler(String start, String stop) {
            startProfileRoute = start;
            stopProfileRoute = stop;
            return this;
        }

        Traits pageTokens(int tokens) {
            pageTokens = OptionalInt.of(tokens);
            return this;
        }

        Traits takesNoIgnoreEos() {
            takesIgnoreEos = false;
            return this;
        }

        Traits closesBehindStreams() {
            closesBehindStreams = true;
            return this;
        }

        Traits completesNoIds() {
            completesIds = false;
            return this;
        }

        /** It takes {@code continuous_usage_stats}: usage in every event of a stream. */
        Traits tokenIds(String... fieldsOfAChat) {
            tokenIdsFields = List.of(fieldsOfAChat);
            return this;
        }

        Traits countsAsItGoes() {
            countsAsItGoes = true;
            return this;
        }

        Traits lora(LoraForm form) {
            loraForm = form;
            return this;
        }
    }
}
