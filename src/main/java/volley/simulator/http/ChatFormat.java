package volley.simulator.http;

import volley.config.Backend;
import volley.simulator.http.Prompt.UsageEvents;

/**
 * Answers of OpenAI's routes, chat and completions, in the three flavours. Tiers of the cache are told as by SGLang, in its
 * extension {@code sglext} and only if something was cached; but SGLang tells them to requests with
 * {@code return_cached_tokens_details} only (pull request 17648), this server to all.
 */
final class ChatFormat implements AnswerFormat {
    private final Backend backend;
    private final String id;
    private final long created;
    private final String modelJson;
    private final String finishReason;
    private final int promptTokens;
    private final boolean cacheReport;
    private final boolean tiers;
    private final UsageEvents usage;
    private final boolean chat;
    private final ChatFragments fragments;
    private int cachedTokens;
    private int cachedHostTokens;

    /** @param tiers whether to tell how many cached tokens came from which tier of the cache */
    ChatFormat(
            Backend backend,
            String id,
            long created,
            String modelJson,
            String finishReason,
            int promptTokens,
            boolean cacheReport,
            boolean tiers,
            UsageEvents usage,
            boolean chat) {
        this.backend = backend;
        this.id = id;
        this.created = created;
        this.modelJson = modelJson;
        this.finishReason = finishReason;
        this.promptTokens = promptTokens;
        // lmdeploy's usage has no field for it.
        this.cacheReport = cacheReport && backend != Backend.LMDEPLOY;
        this.tiers = tiers;
        this.chat = chat;
        this.fragments = chat
                ? ChatFragments.of(backend, id, created, modelJson, finishReason)
                : ChatFragments.ofCompletion(backend, id, created, modelJson, finishReason);
        // A flavour without a usage event of its own reports in every event or not at all.
        this.usage = usage == UsageEvents.AT_END && fragments.noChoices() == null ? UsageEvents.EVERY_EVENT : usage;
    }

    @Override
    public void prefilled(int tokensFromCache, int tokensFromHost) {
        cachedTokens = tokensFromCache;
        cachedHostTokens = tokensFromHost;
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
        if (usage != UsageEvents.NONE && fragments.noChoices() != null) {
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
                ",\"prompt_tokens_details\":" + (cacheReport ? "{\"cached_tokens\":" + cachedTokens + "}" : "null");
        if (!chat) {
            return "{\"id\":\"" + id + "\",\"object\":\"text_completion\",\"created\":" + created + ",\"model\":"
                    + modelJson + ",\"choices\":[{\"index\":0,\"text\":\"" + text
                    + "\",\"logprobs\":null,\"finish_reason\":\"" + finishReason + "\""
                    + ChatFragments.stopField(backend) + "}]," + counts + (backend == Backend.LMDEPLOY ? "" : details)
                    + "}" + extension() + "}";
        }
        String start = "{\"id\":\"" + id + "\",\"object\":\"chat.completion\",\"created\":" + created + ",\"model\":"
                + modelJson + ",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\"";
        String finished = "},\"logprobs\":null,\"finish_reason\":\"" + finishReason + "\"";
        return switch (backend) {
            case SGLANG -> start + ",\"reasoning_content\":null,\"tool_calls\":null" + finished
                    + ",\"matched_stop\":null}]," + counts + details
                    + ",\"reasoning_tokens\":0},\"metadata\":{\"weight_version\":\"default\"}" + extension()
                    + "}";
            case VLLM -> start + ",\"reasoning_content\":null,\"tool_calls\":[]" + finished + ",\"stop_reason\":null}],"
                    + counts + details + "},\"prompt_logprobs\":null}";
            case LMDEPLOY -> start + ",\"tool_calls\":null" + finished + "}]," + counts + "}}";
        };
    }

    private String extension() {
        return tiers && cachedTokens > 0
                ? ",\"sglext\":{" + GenerateFormat.details(cachedTokens, cachedHostTokens) + "}"
                : "";
    }

    /** Ends an event that belongs to a choice, with usage if every event carries it. */
    private void end(EventWriter events, int tokens) {
        if (usage == UsageEvents.EVERY_EVENT) {
            addUsage(events.add(",\"usage\":"), tokens);
        } else {
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
                    .add(cachedTokens)
                    .add("}");
        }
        events.add(backend == Backend.SGLANG ? ",\"reasoning_tokens\":0}" : "}");
    }
}
