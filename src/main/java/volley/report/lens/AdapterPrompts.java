package volley.report.lens;

import java.util.List;
import java.util.Optional;
import volley.report.folder.GivenAnswer;

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
    public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
        return prompts.promptIds(conversation, turn, answers);
    }

    @Override
    public int cachePart(int conversation) {
        return adapterByConversation[conversation];
    }

    @Override
    public GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer) {
        return prompts.generatedIds(conversation, turn, answers, answer);
    }

    @Override
    public Optional<RenderedHistory> rendered() {
        return prompts.rendered();
    }
}
