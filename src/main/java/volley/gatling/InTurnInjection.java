package volley.gatling;

import io.gatling.commons.util.Clock;
import io.gatling.core.controller.inject.Injection;
import io.gatling.core.controller.inject.InjectionProfile;
import io.gatling.core.scenario.Scenario;
import io.gatling.core.stats.StatsEngine;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scala.Option;
import scala.concurrent.duration.FiniteDuration;
import volley.plan.UsersInTurn;

/** Users of stages that follow each other, in one scenario: a line in the legends of Gatling's charts, however many runs. */
final class InTurnInjection extends Injection {
    /** Beyond the next call, which may be late. */
    private static final int AHEAD = 2;

    private final UsersInTurn users;
    private final Clock clock;
    private FiniteDuration window;

    private InTurnInjection(
            UsersInTurn users,
            Scenario scenario,
            AtomicLong ids,
            EventLoopGroup loops,
            StatsEngine stats,
            Clock clock) {
        super(scenario, ids, loops, stats);
        this.users = users;
        this.clock = clock;
    }

    static PopulationBuilder inject(ScenarioBuilder scenario, UsersInTurn users) {
        return new PopulationBuilder(scenario.wrapped.inject(new InjectionProfile() {
            @Override
            public Option<Object> totalUserCount() {
                return Option.apply(users.users());
            }

            @Override
            public Injection injection(
                    Scenario its, AtomicLong ids, long startMs, EventLoopGroup loops, StatsEngine stats, Clock clock) {
                return new InTurnInjection(users, its, ids, loops, stats, clock);
            }
        }));
    }

    @Override
    public void injectBatch(FiniteDuration until) {
        window = until;
        users.start(
                clock.nowMillis(),
                AHEAD * until.toMillis(),
                inMs -> injectUser(new FiniteDuration(inMs, TimeUnit.MILLISECONDS)));
        if (users.allStarted()) {
            setAllScheduled();
        }
    }

    @Override
    public void endUser() {
        incrementStoppedUsers();
        if (users.end()) {
            injectBatch(window);
        }
    }

    @Override
    public FiniteDuration duration() {
        return new FiniteDuration(0, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
