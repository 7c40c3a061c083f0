package volley.report.lens;

import java.util.ArrayList;
import java.util.List;
import volley.config.BadInputException;
import volley.report.folder.GivenAnswer;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.ChatTemplate.ChatMessage;

/**
 * The text that a model wrote where its server gave thoughts and answer apart. The markup between them is the template's:
 * it renders an answer with thoughts, as the last message, the way the model is trained to write it.
 */
final class GeneratedText {
    private static final String OPENING = "<think>";
    private static final String CLOSING = "</think>";

    private final ChatTemplate template;
    private final String end;

    GeneratedText(ChatTemplate template) {
        this.template = template;
        this.end = end(template);
    }

    /** What the template writes behind an answer, such as {@code <|im_end|>}; empty if that is not known. */
    String end() {
        return end;
    }

    private static String end(ChatTemplate template) {
        String answer = "It keeps copies";
        try {
            String chat = template.render(
                    List.of(new ChatMessage("user", "What is a cache?"), new ChatMessage("assistant", answer)), false);
            int at = chat.lastIndexOf(answer);
            return at < 0 ? "" : chat.substring(at + answer.length());
        } catch (BadInputException e) {
            return "";
        }
    }

    /** An answer's text without the thoughts that may stand in it. */
    static String withoutThoughts(String text) {
        int closing = text.lastIndexOf(CLOSING);
        return (closing < 0 ? text : text.substring(closing + CLOSING.length())).strip();
    }

    /** @param messages of the prompt */
    String withThoughts(List<ChatMessage> messages, GivenAnswer answer) {
        String prompt = template.render(messages, true);
        List<ChatMessage> all = new ArrayList<>(messages);
        all.add(new ChatMessage("assistant", answer.text(), answer.reasoning()));
        String thoughts = answer.reasoning().strip();
        String shown = answer.text().strip();
        try {
            String whole = template.render(all, false);
            int from = prompt.length();
            if (whole.startsWith(prompt) && whole.indexOf(thoughts, from) >= 0) {
                String last = shown.isEmpty() ? thoughts : shown;
                int at = whole.lastIndexOf(last);
                if (at >= from) {
                    return whole.substring(from, at + last.length());
                }
            }
        } catch (BadInputException e) {
            // A template may refuse a chat that ends with an answer.
        }
        boolean opened = prompt.stripTrailing().endsWith(OPENING);
        return (opened ? "" : OPENING + "\n") + thoughts + "\n" + CLOSING + "\n\n" + shown;
    }
}
