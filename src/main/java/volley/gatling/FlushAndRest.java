package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import volley.os.DaemonThread;
import volley.play.Playing;

/** Flushes the server's cache and rests, before one of several runs, on a thread of its own. */
final class FlushAndRest extends SessionHook {
    /** As long as the original. */
    private static final long REST_MS = TimeUnit.SECONDS.toMillis(1);

    private final Playing playing;

    private FlushAndRest(Playing playing, ScenarioContext context, Action next) {
        super(null, "flush and rest", context.coreComponents().statsEngine(), next);
        this.playing = playing;
    }

    /** @param begin what comes before the first of them */
    static ActionBuilder step(Playing playing, Consumer<ScenarioContext> begin) {
        return SlotAction.step((context, next) -> {
            begin.accept(context);
            return new FlushAndRest(playing, context, next);
        });
    }

    @Override
    public void execute(Session session) {
        DaemonThread.of("volley-rest", () -> {
                    // whatever becomes of the flush, the runs after it are made
                    try {
                        if (playing.begin()) {
                            rest();
                        }
                    } finally {
                        next().$bang(session);
                    }
                })
                .start();
    }

    private static void rest() {
        try {
            Thread.sleep(REST_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
