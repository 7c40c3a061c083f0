package volley.simulator.engine;

/** When KV cache is copied from the device to the host. */
public enum WritePolicy {
    /** As soon as it is stored. */
    WRITE_THROUGH,
    /** Once it was stored or passed over a given number of times. */
    WRITE_THROUGH_SELECTIVE,
    /** When the device evicts it. */
    WRITE_BACK
}
