package volley.prepare;

import volley.client.WireFormat;
import volley.tokenizer.TemplateOverhead;
import volley.tokenizer.Tokenizer;

/**
 * How prompts are sent and counted.
 *
 * @param overhead what the server's chat template adds to a prompt
 * @param format the server's interface to use
 */
public record PromptForm(Tokenizer tokenizer, TemplateOverhead overhead, WireFormat format) {
    /** By the given interface; only the chat API has a template. */
    static PromptForm of(Tokenizer tokenizer, WireFormat format) {
        TemplateOverhead overhead = format.api().isChat()
                ? TemplateOverhead.of(tokenizer)
                // a list of ids is taken as it is
                : format.isOfIds() ? TemplateOverhead.NONE : TemplateOverhead.ofPlainText(tokenizer);
        return new PromptForm(tokenizer, overhead, format);
    }

    PromptForm countedBy(Tokenizer other) {
        return new PromptForm(other, overhead, format);
    }
}
