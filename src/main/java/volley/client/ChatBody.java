package volley.client;

import static volley.client.Fragments.ascii;
import static volley.client.Fragments.copy;

import java.util.ArrayList;
import java.util.List;
import volley.config.ApiFormat;
import volley.config.BadInputException;

/**
 * Bodies for {@link WireFormat#CHAT}. What is the same in every request is encoded once, and so is each message: the
 * history of a conversation is copied into a body, never encoded again.
 */
public final class ChatBody implements BodyEncoder {
    private static final byte[] NOTHING = {};
    private static final byte[] MAX_TOKENS = ascii("\"max_tokens\":");
    private static final byte[] MESSAGES = ascii("\"messages\":[");
    private static final byte[] USER = ascii("{\"role\":\"user\",\"content\":\"");
    private static final byte[] ASSISTANT = ascii("{\"role\":\"assistant\",\"content\":\"");
    private static final byte[] MESSAGE_END = ascii("\"}");
    private static final byte[] REASONING = ascii("\",\"");
    private static final byte[] REASONING_TEXT = ascii("\":\"");
    private static final byte[] USER_PARTS = ascii("{\"role\":\"user\",\"content\":[");
    private static final byte[] TEXT_PART = ascii(",{\"type\":\"text\",\"text\":\"");
    private static final byte[] PARTS_END = ascii("\"}]}");
    private static final byte[] END = ascii("]}");

    private final byte[] fixed;
    private final boolean namesMaxTokens;

    /** @throws BadInputException if the extra request body is no JSON object or sets what the workload sets */
    public ChatBody(BodyOptions options) {
        ExtraBody extra = ExtraBody.parse(options.extraRequestBody());
        fixed = Fragments.open(options.openAiFields(extra, ApiFormat.OPENAI));
        namesMaxTokens = extra.leavesMaxTokens();
    }

    @Override
    public byte[] encode(List<JsonText> history, int outputTokens) {
        return body(history, outputTokens).toByteArray();
    }

    @Override
    public RequestBytes body(List<JsonText> history, int outputTokens) {
        List<RequestBytes.Insert> media = new ArrayList<>(0);
        byte[] maxTokens = namesMaxTokens ? ascii(outputTokens + ",") : NOTHING;
        int length = fixed.length + MESSAGES.length + END.length + Math.max(0, history.size() - 1);
        if (namesMaxTokens) {
            length += MAX_TOKENS.length + maxTokens.length;
        }
        for (int i = 0; i < history.size(); i++) {
            JsonText text = history.get(i);
            length += text.byteLength();
            length += text.media().isEmpty()
                    ? opening(i).length + reasoningLength(text.reasoning()) + MESSAGE_END.length
                    : USER_PARTS.length + TEXT_PART.length + PARTS_END.length;
        }
        byte[] body = new byte[length];
        int end = copy(fixed, body, 0);
        if (namesMaxTokens) {
            end = copy(MAX_TOKENS, body, end);
            end = copy(maxTokens, body, end);
        }
        end = copy(MESSAGES, body, end);
        for (int i = 0; i < history.size(); i++) {
            if (i > 0) {
                body[end++] = ',';
            }
            JsonText text = history.get(i);
            if (text.media().isEmpty()) {
                end = copy(opening(i), body, end);
                end = text.copyTo(body, end);
                end = copyReasoning(text.reasoning(), body, end);
                end = copy(MESSAGE_END, body, end);
            } else {
                end = copy(USER_PARTS, body, end);
                media.add(new RequestBytes.Insert(end, text.media().get()));
                end = copy(TEXT_PART, body, end);
                end = text.copyTo(body, end);
                end = copy(PARTS_END, body, end);
            }
        }
        copy(END, body, end);
        return new RequestBytes(body, media);
    }

    private static int reasoningLength(Reasoning thoughts) {
        return thoughts.isGiven()
                ? REASONING.length + thoughts.field().length() + REASONING_TEXT.length + thoughts.escaped().length
                : 0;
    }

    private static int copyReasoning(Reasoning thoughts, byte[] body, int at) {
        if (!thoughts.isGiven()) {
            return at;
        }
        int end = copy(REASONING, body, at);
        end = copy(ascii(thoughts.field()), body, end);
        end = copy(REASONING_TEXT, body, end);
        return copy(thoughts.escaped(), body, end);
    }

    private static byte[] opening(int index) {
        return index % 2 == 0 ? USER : ASSISTANT;
    }
}
