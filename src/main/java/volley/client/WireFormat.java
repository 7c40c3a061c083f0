package volley.client;

import volley.config.ApiFormat;

/** The HTTP interfaces Volley speaks for asking: each has a path, a request body and a way its answers are written. */
public enum WireFormat {
    /** OpenAI's chat API, which all backends have. Bodies: {@link ChatBody}. */
    CHAT("/v1/chat/completions") {
        @Override
        EventParser newParser(ResponseLog log, int expectedAnswerBytes) {
            return new ChatEventParser(log, expectedAnswerBytes);
        }

        @Override
        public BodyEncoder newBodyEncoder(BodyOptions options) {
            return new ChatBody(options);
        }
    },
    /** SGLang's own interface, for plain text. Bodies: {@link GenerateBody}. */
    GENERATE("/generate") {
        @Override
        EventParser newParser(ResponseLog log, int expectedAnswerBytes) {
            return new GenerateEventParser(log, expectedAnswerBytes);
        }

        @Override
        public BodyEncoder newBodyEncoder(BodyOptions options) {
            return new GenerateBody(options);
        }
    },
    /** The same for token ids: history is made of {@link JsonText#ofIds}, none of them empty. */
    GENERATE_IDS("/generate") {
        @Override
        EventParser newParser(ResponseLog log, int expectedAnswerBytes) {
            return new GenerateEventParser(log, expectedAnswerBytes);
        }

        @Override
        public BodyEncoder newBodyEncoder(BodyOptions options) {
            return new GenerateBody(options, true);
        }
    };

    private final String path;

    WireFormat(String path) {
        this.path = path;
    }

    /** Whose interface it is. */
    public ApiFormat api() {
        return this == CHAT ? ApiFormat.OPENAI : ApiFormat.SGLANG;
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
    public abstract BodyEncoder newBodyEncoder(BodyOptions options);

    abstract EventParser newParser(ResponseLog log, int expectedAnswerBytes);
}
