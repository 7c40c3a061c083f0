package volley.config;

import java.util.Optional;

/**
 * Headers by which routers and load balancers keep a conversation on one server.
 *
 * @param idHeader carries the conversation's id
 * @param tokenHeader carries back what the server's last answer to the conversation had in it
 */
public record SessionSettings(Optional<String> idHeader, Optional<String> tokenHeader) {
    public static final SessionSettings NONE = new SessionSettings(Optional.empty(), Optional.empty());

    static SessionSettings read(Parameters given) {
        return new SessionSettings(name(given, "session-header"), name(given, "session-token-header"));
    }

    private static Optional<String> name(Parameters given, String parameter) {
        given.text(parameter).ifPresent(name -> RequestHeaders.checkName(given, parameter, name));
        return given.text(parameter);
    }
}
