package volley.play;

import java.util.concurrent.Executor;
import volley.metrics.Objective;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

/** Whoever keeps figures beside the results, such as Gatling for its report. */
public interface RequestStatistics {
    /** The threads that work on what is logged: who logs many figures on one of them wakes no other for each. */
    Executor threads();

    /** Logs a turn that was sent by a user of the scenario. */
    void log(String scenario, TurnRecord record, RequestFigures figures);

    /** Logs what became of an objective. */
    void log(String scenario, Objective.Verdict verdict);
}
