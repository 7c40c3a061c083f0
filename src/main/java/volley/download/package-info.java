/**
 * Fetches the public datasets from the Hugging Face hub: resumable, with digests checked, through proxies and mirrors.
 *
 * <p>Must not: knowledge of what is done with the files.
 */
package volley.download;
