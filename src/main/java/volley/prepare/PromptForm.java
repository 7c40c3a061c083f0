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
        return new PromptForm(
                tokenizer, format == WireFormat.CHAT ? TemplateOverhead.of(tokenizer) : TemplateOverhead.NONE, format);
    }

    PromptForm countedBy(Tokenizer other) {
        return new PromptForm(other, overhead, format);
    }
}
