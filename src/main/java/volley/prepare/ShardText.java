package volley.prepare;

import volley.config.Shard;
import volley.plan.Plan;
import volley.plan.PlanPart;

/** A generator's part of a plan, for people. */
public final class ShardText {
    private ShardText() {}

    /** A line of the plan's text; empty where the plan is whole. */
    static String line(Plan plan) {
        return plan.part().shard().isWhole() ? "" : "\n  shard      " + of(plan);
    }

    /** In a clause, such as {@code 1/4: 6 of the plan's 24 conversations, 18 of its 72 turns}. */
    public static String of(Plan plan) {
        PlanPart part = plan.part();
        Shard shard = part.shard();
        return shard + ": " + part.conversations() + " of the plan's " + part.turns().length + " conversations, "
                + plan.turns() + " of its " + part.wholeTurns() + " turns"
                + (plan.load().maxConcurrency().isPresent()
                        ? ", at most " + plan.load().maxConcurrency().getAsInt()
                                + " in flight of what max-concurrency allows all of them"
                        : "");
    }
}
