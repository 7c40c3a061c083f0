package volley.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lays what a server makes of a chat beside what is made here: {@code server_ids} or {@code server_prompt_tokens}, and {@code
 * first_difference}, which is null where both are alike.
 */
final class ServerDifference {
    /** Ids whose text is shown of each side. */
    private static final int SHOWN = 8;

    private ServerDifference() {}

    static void write(ObjectNode answer, int[] ids, ServersView.Said said, Tokenizer tokenizer) {
        if (said.chatIds().isPresent()) {
            ids(answer, "server_ids", said.chatIds().get());
            first(answer, ids, said.chatIds().get(), tokenizer, "the server renders or tokenizes the chat otherwise");
            return;
        }
        said.textIds().ifPresent(theirs -> ids(answer, "server_ids_of_text", theirs));
        said.promptTokens().ifPresent(count -> answer.put("server_prompt_tokens", count));
        Optional<int[]> theirs = said.textIds();
        if (theirs.isPresent() && !Arrays.equals(ids, theirs.get())) {
            first(answer, ids, theirs.get(), tokenizer, "the server tokenizes this text otherwise: another tokenizer");
        } else if (said.promptTokens().isPresent() && said.promptTokens().getAsInt() != ids.length) {
            answer.putObject("first_difference")
                    .put(
                            "what",
                            "the server counts " + said.promptTokens().getAsInt() + " tokens, the client "
                                    + ids.length
                                    + (theirs.isPresent()
                                            ? "; it tokenizes this text alike, so its chat template is another, or has other variables"
                                            : ""));
        } else if (theirs.isPresent() || said.promptTokens().isPresent()) {
            answer.putNull("first_difference");
        } else {
            answer.put("server_error", "it has no /tokenize, and told no prompt_tokens of a chat");
        }
    }

    private static void ids(ObjectNode answer, String name, int[] ids) {
        ArrayNode list = answer.putArray(name);
        Arrays.stream(ids).forEach(list::add);
    }

    private static void first(ObjectNode answer, int[] ours, int[] theirs, Tokenizer tokenizer, String what) {
        int at = Arrays.mismatch(ours, theirs);
        if (at < 0) {
            answer.putNull("first_difference");
            return;
        }
        ObjectNode first =
                answer.putObject("first_difference").put("what", what).put("index", at);
        side(first, "client", ours, at, tokenizer);
        side(first, "server", theirs, at, tokenizer);
    }

    private static void side(ObjectNode first, String name, int[] ids, int at, Tokenizer tokenizer) {
        if (at >= ids.length) {
            first.putNull(name).put(name + "_text", "");
            return;
        }
        first.put(name, ids[at]);
        first.put(name + "_text", tokenizer.decodeAll(Arrays.copyOfRange(ids, at, Math.min(ids.length, at + SHOWN))));
    }
}
