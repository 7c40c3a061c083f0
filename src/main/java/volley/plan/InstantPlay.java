package volley.plan;

import volley.turns.Slot;
import volley.turns.TurnQueue;
import volley.turns.TurnTicket;

/** The order in which a plan's turns would be sent if every answer came at once, by the run's own turn queue. */
final class InstantPlay {
    private final TurnQueue queue;
    private final int[] conversations;
    private long nowNs;
    private int given;

    private InstantPlay(Plan plan) {
        conversations = new int[plan.turns()];
        queue = new TurnQueue(
                plan.part().turns(),
                plan.load().order(),
                RandomStream.ORDER.open(plan.seed()),
                plan.load().maxConcurrency().orElse(Integer.MAX_VALUE),
                false,
                ThinkTimes.of(plan)::afterNs,
                plan.precedence(),
                () -> nowNs);
    }

    /** By arrival, in their order, the conversation whose turn it has. */
    static int[] conversations(Plan plan) {
        InstantPlay play = new InstantPlay(plan);
        play.queue.open(0);
        for (long arrivalNs : plan.arrivalsNs()) {
            play.arrive(arrivalNs);
        }
        return play.conversations;
    }

    private void arrive(long arrivalNs) {
        nowNs = Math.max(nowNs, arrivalNs);
        queue.wake();
        int before = given;
        queue.take(new Slot() {
            @Override
            public void send(TurnTicket ticket) {
                conversations[given++] = ticket.conversation();
                queue.handedOver();
                queue.answered(ticket);
            }

            @Override
            public void end() {
                throw new IllegalStateException("a plan has an arrival for each turn");
            }
        });
        while (given == before) {
            // all think: the arrival waits for the first to be ready, and those after it wait behind it
            nowNs = queue.nextThoughtNs();
            if (nowNs == Long.MAX_VALUE) {
                throw new IllegalStateException("a plan has a turn for each arrival");
            }
            queue.wake();
        }
    }
}
