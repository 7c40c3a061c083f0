package volley.config;

/** Whether the token ids that a server tells are used. */
public enum ServerIds {
    /** Those that it tells unasked. */
    AUTO,
    /** It is asked for them, where the backend is known to take that. */
    ON,
    /** None. */
    OFF
}
