package volley.play;

import volley.client.ControlOutcome;

/** The outcome of a control route, for people. */
final class ControlText {
    private ControlText() {}

    /** @param what was asked for, as the subject of the sentence */
    static String of(String what, ControlOutcome outcome) {
        if (outcome instanceof ControlOutcome.Refused refused) {
            return what + " was refused: HTTP " + refused.httpStatus() + " " + refused.detail();
        }
        return what + (outcome.isDone() ? " was done" : " is not offered by this backend");
    }
}
