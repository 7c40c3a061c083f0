package volley.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import io.netty.channel.EventLoop;
import volley.play.EventLoops;
import volley.play.Pacer;
import volley.play.RequestSlot;

/** Lets a slot go on at its planned time, on the event loop that its requests are sent on. */
final class AwaitArrival extends SlotAction {
    private final Pacer pacer;
    private final EventLoops loops;

    AwaitArrival(Pacer pacer, EventLoops loops, ScenarioContext context, Action next) {
        super("await arrival", context, next);
        this.pacer = pacer;
        this.loops = loops;
    }

    @Override
    void execute(Session session, RequestSlot slot) {
        EventLoop loop = loops.of(slot);
        loop.execute(() -> pacer.await(slot, loop, () -> next().$bang(session)));
    }
}
