package volley.simulator.engine;

/** In which order waiting requests are tried for admission. */
public enum SchedulePolicy {
    /** First come, first served: SGLang's default since about v0.5.0rc2. */
    FCFS,
    /** Longest cached prefix first: SGLang's default in early 2025. Falls back to the order at hand in long queues. */
    LPM
}
