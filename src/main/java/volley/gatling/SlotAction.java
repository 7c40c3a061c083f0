package volley.gatling;

import io.gatling.commons.stats.OK$;
import io.gatling.core.action.Action;
import io.gatling.core.action.SessionHook;
import io.gatling.core.session.Block;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.ActionBuilder;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.function.BiFunction;
import scala.collection.immutable.Map;
import scala.jdk.javaapi.CollectionConverters;

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

    /** A virtual user that no injection profile starts. */
    static Session user(String scenario, long id, Map<String, Object> attributes, EventLoop eventLoop) {
        return new Session(
                scenario,
                id,
                attributes,
                OK$.MODULE$,
                CollectionConverters.asScala(List.<Block>of()).toList(),
                Session.NothingOnExit(),
                eventLoop);
    }

    @Override
    public final void execute(Session session) {
        RequestSlot slot = (RequestSlot) session.attributes().apply(RequestSlot.ATTRIBUTE);
        execute(session, slot);
    }

    /** Must not block. */
    abstract void execute(Session session, RequestSlot slot);
}
