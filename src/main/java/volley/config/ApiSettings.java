package volley.config;

import java.util.Optional;

/**
 * The interface of the server that is asked, and what it is given of a conversation.
 *
 * @param history text where the interface is the chat API; never {@code AUTO}
 * @param onlyIfTold whether ids are sent only to a server that tells those of its answers
 * @param whyText why a conversation goes as text although ids were wanted
 */
public record ApiSettings(ApiFormat format, HistoryForm history, boolean onlyIfTold, Optional<String> whyText) {
    /** As it was asked for. */
    public ApiSettings(ApiFormat format, HistoryForm history) {
        this(format, history, false, Optional.empty());
    }

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
        if (history != HistoryForm.AUTO) {
            return new ApiSettings(format, history);
        }
        boolean told = isTold(format, given.choice("server-ids", ServerIds.class), backend);
        return new ApiSettings(format, told ? HistoryForm.IDS : HistoryForm.TEXT, told, Optional.empty());
    }

    /** As far as that can be known of the kind of server. */
    private static boolean isTold(ApiFormat format, ServerIds ids, Backend backend) {
        return switch (format) {
            case OPENAI -> false;
            case SGLANG -> ids != ServerIds.OFF;
            case COMPLETIONS -> ids == ServerIds.ON
                    && backend.completesIds()
                    && !backend.tokenIdsFields().isEmpty();
        };
    }

    ApiSettings asText(String why) {
        return new ApiSettings(format, HistoryForm.TEXT, false, Optional.of(why));
    }
}
