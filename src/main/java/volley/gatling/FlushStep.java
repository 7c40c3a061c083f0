package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;

/** Empties a server's cache before its next run, on a thread of its own: control routes block. */
final class FlushStep extends SessionHook {
    private final Playing playing;

    private FlushStep(Playing playing, ScenarioContext context, Action next) {
        super(null, "flush", context.coreComponents().statsEngine(), next);
        this.playing = playing;
    }

    static ActionBuilder step(Playing playing) {
        return SlotAction.step((context, next) -> new FlushStep(playing, context, next));
    }

    @Override
    public void execute(Session session) {
        Thread thread = new Thread(
                () -> {
                    // whatever becomes of the flush, the runs after it take place, and the results tell
                    try {
                        playing.flush();
                    } finally {
                        next().$bang(session);
                    }
                },
                "volley-flush");
        thread.setDaemon(true);
        thread.start();
    }
}
