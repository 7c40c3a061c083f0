package volley.simulator.virtual;

/** Which of the conversations that are ready goes next. */
public enum ReadyOrder {
    /** The one that has been ready longest. */
    FIFO,
    /** Any, with equal chances. */
    RANDOM
}
