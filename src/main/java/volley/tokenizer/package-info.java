/**
 * Hugging Face tokenizers (through DJL) and chat templates (through jinjava), from a local file or folder or a hub id.
 *
 * <p>Files of a hub id come from {@link volley.hub.Hub}. Tokenizing takes milliseconds: nothing here may be called on an
 * event loop.
 */
package volley.tokenizer;
