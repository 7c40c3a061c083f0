/**
 * The files of a run's folder that are written as the run goes, and read back: each format is one class that holds the
 * names of its fields and both directions ({@link volley.report.folder.RequestLine}, {@link
 * volley.report.folder.RunFile}, {@link volley.report.folder.AnswerFile}, {@link volley.report.folder.GapComments}, {@link
 * volley.report.folder.InterferenceFile}). {@link volley.report.folder.RunLogs} writes them together,
 * {@link volley.report.folder.CountedPrompts} adds the client's counts when the run is over.
 *
 * <p>Must not: making what a run ends with, such as tables or the result line; computing a figure.
 */
package volley.report.folder;
