package volley.config;

/** Which moment a token's stamp is. */
public enum TokenStamps {
    /** When the operating system received its bytes; where that is not told, when they were read. */
    RECEIVED,
    /** When the client read its bytes. */
    READ
}
