package volley.client;

/**
 * Where the server says a request's time went before its first token, by its own clock. What it does not tell is {@link
 * Exchange#NEVER}.
 *
 * @param queueNs from its arrival at the scheduler to the first step it was part of, nanoseconds
 * @param prefillNs from there to its first token, nanoseconds
 */
public record ServerTimes(long queueNs, long prefillNs) {}
