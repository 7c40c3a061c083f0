package volley.client;

import java.util.function.BiFunction;
import java.util.function.Function;
import volley.config.ApiFormat;
import volley.config.ApiSettings;
import volley.config.HistoryForm;

/** The HTTP interfaces Volley speaks for asking: each has a path, a request body and a way its answers are written. */
public enum WireFormat {
    /** OpenAI's chat API, which all backends have. Bodies: {@link ChatBody}. */
    CHAT(ApiFormat.OPENAI, "/v1/chat/completions", false, ChatBody::new, ChatEventParser::new),
    /** SGLang's own interface, for plain text. Bodies: {@link GenerateBody}. */
    GENERATE(ApiFormat.SGLANG, "/generate", false, GenerateBody::new, GenerateEventParser::new),
    /** The same for token ids: history is made of {@link JsonText#ofIds}, none of them empty. */
    GENERATE_IDS(
            ApiFormat.SGLANG, "/generate", true, options -> new GenerateBody(options, true), GenerateEventParser::new),
    /** OpenAI's completions of plain text. Bodies: {@link CompletionBody}. */
    COMPLETIONS(
            ApiFormat.COMPLETIONS,
            "/v1/completions",
            false,
            options -> new CompletionBody(options, false),
            CompletionEventParser::new),
    /** The same for token ids: history is made of {@link JsonText#ofIds}, none of them empty. */
    COMPLETIONS_IDS(
            ApiFormat.COMPLETIONS,
            "/v1/completions",
            true,
            options -> new CompletionBody(options, true),
            CompletionEventParser::new);

    private final ApiFormat api;
    private final String path;
    private final boolean ids;

    @SuppressWarnings("ImmutableEnumChecker") // has no state
    private final Function<BodyOptions, BodyEncoder> bodies;

    @SuppressWarnings("ImmutableEnumChecker") // has no state
    private final BiFunction<ResponseLog, Integer, EventParser> parsers;

    /** @param parsers made for where events go, and the bytes to make room for */
    WireFormat(
            ApiFormat api,
            String path,
            boolean ids,
            Function<BodyOptions, BodyEncoder> bodies,
            BiFunction<ResponseLog, Integer, EventParser> parsers) {
        this.api = api;
        this.path = path;
        this.ids = ids;
        this.bodies = bodies;
        this.parsers = parsers;
    }

    /** The one that was asked for. */
    public static WireFormat of(ApiSettings asked) {
        WireFormat text = ofText(asked.format());
        if (asked.history() != HistoryForm.IDS) {
            return text;
        }
        return switch (text) {
            case GENERATE -> GENERATE_IDS;
            case COMPLETIONS -> COMPLETIONS_IDS;
            default -> text;
        };
    }

    /** The interface's one for texts. */
    public static WireFormat ofText(ApiFormat api) {
        return switch (api) {
            case OPENAI -> CHAT;
            case SGLANG -> GENERATE;
            case COMPLETIONS -> COMPLETIONS;
        };
    }

    /** Whose interface it is. */
    public ApiFormat api() {
        return api;
    }

    /** Whether prompts are lists of token ids, not texts. */
    public boolean isOfIds() {
        return ids;
    }

    /** Path of the URL, to be put behind the server's root. */
    public String path() {
        return path;
    }

    /**
     * What makes this format's request bodies.
     *
     * @throws volley.config.BadInputException if the extra request body cannot be used
     */
    public BodyEncoder newBodyEncoder(BodyOptions options) {
        return bodies.apply(options);
    }

    EventParser newParser(ResponseLog log, int expectedAnswerBytes) {
        return parsers.apply(log, expectedAnswerBytes);
    }
}
