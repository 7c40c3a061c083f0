package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import java.util.function.BiFunction;
import volley.play.RequestSlot;

/** A step of a slot's way through a scenario, as a plain Java class. */
abstract class SlotAction extends SessionHook {
    SlotAction(String name, ScenarioContext context, Action next) {
        super(null, name, context.coreComponents().statsEngine(), next);
    }

    /** Makes a step of the DSL of it. */
    static ActionBuilder step(BiFunction<ScenarioContext, Action, Action> build) {
        return () -> new io.gatling.core.action.builder.ActionBuilder() {
            @Override
            public Action build(ScenarioContext context, Action next) {
                return build.apply(context, next);
            }
        };
    }

    @Override
    public final void execute(Session session) {
        RequestSlot slot = (RequestSlot) session.attributes().apply(RequestSlot.ATTRIBUTE);
        execute(session, slot);
    }

    /** Must not block. */
    abstract void execute(Session session, RequestSlot slot);
}
