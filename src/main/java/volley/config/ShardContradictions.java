package volley.config;

import volley.config.ColdSettings.When;
import volley.config.SimulationKind.Ability;

/** What several generators of one plan, or a start at a given time, cannot be together with. */
final class ShardContradictions {
    private ShardContradictions() {}

    /** @throws BadInputException naming both */
    static void check(Parameters given, Settings settings, SimulationKind simulation) {
        if (settings.shards().isOneOfSeveral()) {
            refuseSeveralRuns(
                    given,
                    settings,
                    simulation,
                    Shard.PARAMETER,
                    "is a part of one run",
                    "play one plan, on one server, once");
            checkOrder(given, settings);
            checkServer(given, settings);
        }
        if (settings.shards().startAt().isPresent()) {
            refuseSeveralRuns(
                    given, settings, simulation, ShardSettings.START_AT, "is the start of one run", "leave it out");
        }
    }

    private static void refuseSeveralRuns(
            Parameters given, Settings settings, SimulationKind simulation, String name, String what, String advice) {
        boolean sweeps = simulation.can(Ability.SWEEP)
                && settings.generated().dialogues().requestsPerSecond().size() > 1;
        boolean repeated = settings.repetition().runsPerCombination() > 1
                || settings.repetition().saturation().isPresent();
        if (repeated || sweeps || settings.comparesServers(simulation)) {
            throw given.bad(
                    name,
                    what + ", but " + GivenAs.name(simulation) + (repeated ? " is repeated here" : " makes several")
                            + "; " + advice);
        }
        if (settings.calibrated().isPresent()) {
            throw given.bad(name, what + ", but a calibration has a server of its own; leave it out");
        }
        if (settings.simulated().virtual()) {
            throw given.bad(name, "has no meaning in virtual time, which one process computes alone; leave it out");
        }
    }

    private static void checkOrder(Parameters given, Settings settings) {
        LoadSettings load = settings.load();
        if (load.order() == OrderPolicy.STRICT) {
            throw given.bad(
                    Shard.PARAMETER,
                    "cannot be with " + GivenAs.setting("order", "strict")
                            + ": each turn would wait for one of another generator, which this one does not see; give "
                            + GivenAs.setting("order", "fifo"));
        }
        if (load.roundBarrier()) {
            throw given.bad(
                    Shard.PARAMETER,
                    "cannot be with " + GivenAs.setting("enable-round-barrier", "true")
                            + ": a round would wait for conversations of other generators; leave that out");
        }
        if (settings.generated().dialogues().newSessions()) {
            throw given.bad(
                    Shard.PARAMETER,
                    "cannot be with " + GivenAs.setting("new-sessions", "true")
                            + ": which conversation a client begins next depends on which of all clients is the first to"
                            + " end its own, and other generators have some of them; leave that out");
        }
        if (load.pacing() == Pacing.UPSTREAM) {
            throw given.bad(
                    Shard.PARAMETER,
                    "cannot be with " + GivenAs.setting("pacing", "upstream")
                            + ": each turn is timed by the sending of the one before, which another generator has; give "
                            + GivenAs.setting("pacing", "absolute"));
        }
    }

    private static void checkServer(Parameters given, Settings settings) {
        ShardSettings shards = settings.shards();
        int shardCount = shards.shard().of();
        int limit = settings.load().maxConcurrency().orElse(shardCount);
        if (limit < shardCount) {
            throw given.bad(
                    "max-concurrency",
                    "is split among " + shardCount + " generators, of which some would have no request in flight; give "
                            + shardCount + " or more");
        }
        if (settings.server().baseUrl().isEmpty() && !settings.output().dryRun()) {
            throw given.bad(
                    Shard.PARAMETER,
                    "needs a server that all generators ask, and none is given; add " + GivenAs.parameter("base-url"));
        }
        ColdSettings cold = settings.requests().cold();
        if (cold.salt() == When.ALWAYS) {
            throw given.bad(
                    "cache-salt",
                    "would be another one in each generator, and prefixes that they have in common would be computed"
                            + " again; leave it out");
        }
        if (cold.required() == When.ALWAYS && shards.startAt().isEmpty()) {
            throw given.bad(
                    "require-cold",
                    "needs a common start, before which shard 0 empties the cache: without one, that could be while"
                            + " another shard is running; give " + GivenAs.parameter(ShardSettings.START_AT));
        }
    }
}
