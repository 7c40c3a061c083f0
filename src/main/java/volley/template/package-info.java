/**
 * Chat templates: a lexer, a parser and an interpreter of Jinja2 as transformers sets it up (trim_blocks,
 * lstrip_blocks, loop controls, {@code generation} blocks, the immutable sandbox).
 *
 * <p>{@link volley.template.Template} is the way in. A template is parsed once, its names are bound to places as
 * jinja2's compiler binds them, and it is rendered many times, by any number of threads. What the engine does not know
 * it refuses when it comes to execute it. Nothing here knows tokenizers, servers or files.
 */
package volley.template;
