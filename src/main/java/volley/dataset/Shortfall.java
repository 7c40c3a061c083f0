package volley.dataset;

import volley.config.BadInputException;
import volley.config.GivenAs;

/** Fewer conversations than were asked for. */
final class Shortfall {
    private Shortfall() {}

    /**
     * Refuses it, unless fewer will do; under the original's commands, which take what there is, says it and goes on. None
     * at all is always refused.
     *
     * @param text what is wrong, and what to do
     */
    static void of(DatasetRequest request, int found, String text) {
        if (found == 0 || !(request.fewerWillDo() || GivenAs.commandOfOriginal())) {
            throw new BadInputException(text);
        }
        if (request.fewerWillDo() && !GivenAs.commandOfOriginal()) {
            return;
        }
        System.err.println("volley: warning: " + text + "; these are played");
    }
}
