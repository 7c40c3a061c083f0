package volley.report.lens;

import java.util.List;

/** Prompts of conversations with different LoRA adapters, whose caches are apart. */
public final class AdapterPrompts implements SentPrompts {
    private final SentPrompts prompts;
    private final int[] adapterByConversation;

    /** @param adapterByConversation of the plan */
    public AdapterPrompts(SentPrompts prompts, int[] adapterByConversation) {
        this.prompts = prompts;
        this.adapterByConversation = adapterByConversation.clone();
    }

    @Override
    public int[] promptIds(int conversation, int turn, List<String> answers) {
        return prompts.promptIds(conversation, turn, answers);
    }

    @Override
    public int cachePart(int conversation) {
        return adapterByConversation[conversation];
    }

    @Override
    public int[] answerIds(String answer) {
        return prompts.answerIds(answer);
    }
}
