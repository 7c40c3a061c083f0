package volley.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of a chat template, as {@code apply_chat_template} of transformers 5 makes them. */
final class ChatVariables {
    /** Names of a message's thoughts; the first is the one that templates read. */
    private static final List<String> REASONING = List.of("reasoning_content", "thinking", "reasoning");

    private ChatVariables() {}

    /**
     * @param messages objects as JSON libraries make them
     * @param specialTokens values of {@code bos_token}, {@code eos_token} and their like
     * @param more what the user or the server gives besides; wins over the special tokens
     */
    static Map<String, Object> of(
            List<?> messages,
            boolean addGenerationPrompt,
            Map<String, Object> specialTokens,
            Map<String, Object> more) {
        Map<String, Object> variables = new HashMap<>(specialTokens);
        // Templates are always given these two, so that "tools is defined" is true.
        variables.put("tools", null);
        variables.put("documents", null);
        variables.put("add_generation_prompt", addGenerationPrompt);
        variables.putAll(more);
        variables.put("messages", messages.stream().map(ChatVariables::message).toList());
        return variables;
    }

    /** Fields that are null are left out, and thoughts stand under the names that templates read. */
    private static Object message(Object message) {
        if (!(message instanceof Map<?, ?> fields)) {
            return message;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (value != null) {
                kept.put(String.valueOf(name), value);
            }
        });
        List<Object> thoughts = new ArrayList<>();
        REASONING.forEach(name -> {
            if (kept.containsKey(name)) {
                thoughts.add(kept.get(name));
            }
        });
        if (thoughts.isEmpty()) {
            return kept;
        }
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("thinking", thoughts.get(0));
        named.putAll(kept);
        named.put("reasoning_content", thoughts.get(0));
        return named;
    }
}
