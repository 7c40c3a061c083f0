/**
 * Dataset files to {@link volley.dataset.Conversation}s: one streaming reader per format, structural and token filters
 * with a count per reason, seeded sampling in memory that does not grow with the file.
 *
 * <p>Must not: knowledge of arrival times, servers or Gatling.
 */
package volley.dataset;
