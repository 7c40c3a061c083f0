/**
 * Files from the Hugging Face hub, for datasets and tokenizers alike: one client with one behaviour of proxies,
 * redirects, tokens, mirrors, retries, resumed transfers and digests, and the cache that Hugging Face's tools share.
 *
 * <p>{@link volley.hub.Hub} is what others use. What fails is a {@link volley.hub.FetchFailure}, whose message says why
 * in words that follow a subject; the caller names the subject and the way out.
 *
 * <p>Must not: know what the files are for. It depends on {@code config} and
 * {@code network} alone.
 */
package volley.hub;
