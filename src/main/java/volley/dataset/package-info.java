/**
 * Dataset files to {@link volley.dataset.Conversation}s: one reader per format, structural and token filters with a
 * count per reason, seeded sampling in memory that does not grow with the file beyond eight bytes a record.
 *
 * <p>The way through: {@link volley.dataset.Datasets#load} indexes the file ({@code RecordIndex}), orders the records
 * by seed ({@code RecordOrder}), reads them in that order ({@code RecordSource}) and measures each with the tokenizer
 * ({@code TurnBuilder}) until enough are accepted. A format is one {@code RecordFormat} and one constant of
 * {@link volley.dataset.DatasetFormat}.
 *
 * <p>Two kinds of file are small enough to be read whole and go another way: questions about videos and images
 * ({@code MediaLoader}, which has the media of those sampled encoded by a {@link volley.dataset.MediaEncoder}) and traces
 * with arrival times ({@code TraceFile} reads them in all their formats; {@code TraceDataset}, whose texts are made when they are sent).
 *
 * <p>Must not: knowledge of arrival times, servers or Gatling.
 */
package volley.dataset;
