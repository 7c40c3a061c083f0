package volley.config;

import volley.config.SimulationKind.Ability;

/** {@code new-sessions}: what a run needs in which conversations begin until its time is over. */
final class NewSessions {
    private static final String PARAMETER = "new-sessions";

    private NewSessions() {}

    /** @throws BadInputException naming what is missing, or what cannot be beside it */
    static void check(Parameters given, Settings settings, SimulationKind simulation) {
        if (!settings.generated().dialogues().newSessions()) {
            return;
        }
        if (!simulation.can(Ability.SWEEP)) {
            throw given.bad(
                    PARAMETER,
                    "needs conversations that can be made without end, which "
                            + SimulationKind.names(SimulationKind.allThatCan(Ability.SWEEP))
                            + " has; those of a dataset are as many as " + GivenAs.parameter("num-prompts") + " says");
        }
        if (settings.load().limit().isEmpty()) {
            throw given.bad(PARAMETER, "never ends without a time; add " + GivenAs.setting("duration-seconds", "600"));
        }
        if (settings.generated().dialogues().requestsPerSecond().stream().anyMatch(rate -> rate.isInfinite())) {
            throw given.bad(
                    PARAMETER,
                    "needs a rate, which says how many turns there can be; give one above what the server serves, with "
                            + GivenAs.parameter("max-concurrency"));
        }
        if (settings.load().roundBarrier()) {
            throw given.bad(PARAMETER, "has no common rounds; leave out " + GivenAs.parameter("enable-round-barrier"));
        }
        if (settings.load().order() == OrderPolicy.STRICT) {
            throw given.bad(PARAMETER, "has no order that is fixed; leave out " + GivenAs.setting("order", "strict"));
        }
    }
}
