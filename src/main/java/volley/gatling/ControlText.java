package volley.gatling;

import java.util.Optional;
import volley.client.ControlOutcome;

/** What a reader of the results should know of a control route's outcome. */
final class ControlText {
    private ControlText() {}

    /** A sentence if it was not done, else nothing. */
    static Optional<String> of(String what, ControlOutcome outcome) {
        if (outcome instanceof ControlOutcome.NotOffered) {
            return Optional.of(what + " is not offered by this backend");
        }
        if (outcome instanceof ControlOutcome.Refused refused) {
            return Optional.of(what + " was refused: HTTP " + refused.httpStatus() + " " + refused.detail());
        }
        return Optional.empty();
    }
}
