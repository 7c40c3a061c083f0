package volley.report.folder;

import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

/**
 * A line of {@code requests.jsonl}, read back. Its times count from the run's start. What the line does not have is not
 * there: single events and the answer's text.
 *
 * @param turn with an exchange that has no events
 * @param figures as they were written
 */
public record RecordedTurn(TurnRecord turn, RequestFigures figures) {}
