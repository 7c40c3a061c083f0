package volley.simulator.http;

import volley.simulator.http.Prompt.UsageEvents;

/**
 * Answers of OpenAI's routes, chat and completions, in the form of each kind of server. Tiers of the cache are told as by SGLang, in its
 * extension {@code sglext} and only if something was cached; but SGLang tells them to requests with
 * {@code return_cached_tokens_details} only (pull request 17648), this server to all.
 */
final class ChatFormat implements AnswerFormat {
    private final ServerSurface surface;
    private final AnswerHead head;
    private final int promptTokens;
    private final boolean cacheReport;
    private final CacheTiers tiers;
    private final UsageEvents usage;
    private final boolean chat;
    private final ChatFragments fragments;
    private CachedTokens cached = CachedTokens.NONE;

    /**
     * @param cacheReport whether to tell cached tokens where the kind of server has a field for them
     * @param tiers of the cache, which are told if there are several
     */
    ChatFormat(
            ServerSurface surface,
            AnswerHead head,
            int promptTokens,
            boolean cacheReport,
            CacheTiers tiers,
            UsageEvents usage,
            boolean chat) {
        this.surface = surface;
        this.head = head;
        this.promptTokens = promptTokens;
        this.cacheReport = cacheReport && tellsCachedTokens(surface, chat);
        this.tiers = tiers;
        this.chat = chat;
        this.fragments = chat ? surface.chatFragments(head) : completionFragments(surface, head);
        this.usage = offered(surface, usage);
    }

    private static boolean tellsCachedTokens(ServerSurface surface, boolean chat) {
        return chat ? surface.tellsCachedTokens() : surface.tellsCachedTokensOfCompletions();
    }

    /** The parts of one stream of /v1/completions: no role, and the last token tells why it is the last. */
    private static ChatFragments completionFragments(ServerSurface surface, AnswerHead head) {
        String start = head.start("text_completion");
        String end = surface.completionStopField() + "}]";
        String logprobs = surface.dropsNulls() ? "" : ",\"logprobs\":null";
        return ChatFragments.builder()
                .head(start + "{\"index\":0,\"text\":\"")
                .tail("\"" + logprobs + (surface.dropsNulls() ? "" : ",\"finish_reason\":null") + end)
                .lastTail("\"" + logprobs + ",\"finish_reason\":\"" + head.finishReason() + "\"" + end)
                .noChoices(start + "]")
                .noUsage(surface.usageBeforeItsEvent())
                .build();
    }

    /** Who cannot tell it in every event tells it at the end. */
    private static UsageEvents offered(ServerSurface surface, UsageEvents asked) {
        if (asked == UsageEvents.NONE) {
            return asked;
        }
        return surface.hasContinuousUsage() ? asked : UsageEvents.AT_END;
    }

    @Override
    public void prefilled(CachedTokens tokens) {
        cached = tokens;
    }

    @Override
    public void open(EventWriter events) {
        if (fragments.role() != null) {
            end(events.begin().add(fragments.role()), 0);
        }
    }

    @Override
    public void tokens(EventWriter events, byte[][] texts, int from, int upTo, long elapsedNs) {
        events.begin().add(fragments.head());
        for (int k = from; k < upTo; k++) {
            events.add(texts[k]);
        }
        events.add(upTo == texts.length ? fragments.lastTail() : fragments.tail());
        end(events, upTo);
    }

    @Override
    public void close(EventWriter events, int tokens, long elapsedNs) {
        if (fragments.finish() != null) {
            end(events.begin().add(fragments.finish()), tokens);
        } else if (tokens == 0) {
            end(events.begin().add(fragments.head()).add(fragments.lastTail()), 0);
        }
        String extension = extension();
        if (!extension.isEmpty()) {
            events.begin().add(fragments.noChoices()).add(extension).add("}").end();
        }
        if (usage != UsageEvents.NONE) {
            addUsage(events.begin().add(fragments.noChoices()).add(",\"usage\":"), tokens);
            events.add("}").end();
        }
        events.done();
    }

    @Override
    public void broken(EventWriter events) {
        events.begin().add(fragments.head()).end();
    }

    @Override
    public String whole(String text, int tokens, long elapsedNs) {
        String counts = "\"usage\":{\"prompt_tokens\":" + promptTokens + ",\"total_tokens\":" + (promptTokens + tokens)
                + ",\"completion_tokens\":" + tokens;
        String details =
                ",\"prompt_tokens_details\":" + (cacheReport ? "{\"cached_tokens\":" + cached.all() + "}" : "null");
        if (chat) {
            return surface.wholeChat(new WholeText(head, text, counts, details, extension()));
        }
        return head.start("text_completion") + "{\"index\":0,\"text\":\"" + text
                + "\",\"logprobs\":null,\"finish_reason\":\"" + head.finishReason() + "\""
                + surface.completionStopField() + "}]," + counts
                + (surface.tellsCachedTokensOfCompletions() ? details : "") + "}"
                + extension() + "}";
    }

    private String extension() {
        return tiers.host() && cached.all() > 0 ? ",\"sglext\":{" + tiers.details(cached) + "}" : "";
    }

    /** Ends an event that belongs to a choice, with usage if every event carries it. */
    private void end(EventWriter events, int tokens) {
        if (usage == UsageEvents.EVERY_EVENT) {
            addUsage(events.add(",\"usage\":"), tokens);
        } else if (usage == UsageEvents.AT_END) {
            events.add(fragments.noUsage());
        }
        events.add("}").end();
    }

    private void addUsage(EventWriter events, int tokens) {
        events.add("{\"prompt_tokens\":").add(promptTokens);
        events.add(",\"total_tokens\":").add(promptTokens + tokens);
        events.add(",\"completion_tokens\":").add(tokens);
        if (cacheReport) {
            events.add(",\"prompt_tokens_details\":{\"cached_tokens\":")
                    .add(cached.all())
                    .add("}");
        }
        events.add(surface.moreUsage()).add("}");
    }
}
