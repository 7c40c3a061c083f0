package volley.config;

/**
 * The interface of the server that is asked, and what it is given of a conversation.
 *
 * @param history text where the interface is the chat API
 */
public record ApiSettings(ApiFormat format, HistoryForm history) {
    static ApiSettings read(Parameters given, Backend backend) {
        ApiFormat format = given.choice("api-format", ApiFormat.class);
        HistoryForm history = given.choice("history", HistoryForm.class);
        if (!backend.has(format)) {
            throw new BadInputException(GivenAs.setting("api-format", "sglang") + " is SGLang's /generate, which "
                    + GivenAs.setting("backend", backend.id()) + " does not have; add "
                    + GivenAs.setting("api-format", "openai") + " or " + GivenAs.setting("api-format", "completions"));
        }
        if (history == HistoryForm.IDS && format.isChat()) {
            throw new BadInputException(GivenAs.setting("history", "ids") + " needs an interface without messages, but "
                    + GivenAs.setting("api-format", "openai") + " is the chat API; add "
                    + GivenAs.setting("api-format", "completions") + " or leave it out");
        }
        if (history == HistoryForm.IDS && format == ApiFormat.COMPLETIONS && !backend.completesIds()) {
            throw new BadInputException(GivenAs.setting("history", "ids") + " is not for " + backend.title()
                    + ", whose /v1/completions takes each id for a prompt of its own; leave it out");
        }
        return new ApiSettings(format, history);
    }
}
