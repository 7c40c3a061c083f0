package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;

/** Lets a slot go on at its planned time. */
final class AwaitArrival extends SlotAction {
    private final Pacer pacer;

    AwaitArrival(Pacer pacer, ScenarioContext context, Action next) {
        super("await arrival", context, next);
        this.pacer = pacer;
    }

    @Override
    void execute(Session session, RequestSlot slot) {
        pacer.await(slot, session.eventLoop(), () -> next().$bang(session));
    }
}
