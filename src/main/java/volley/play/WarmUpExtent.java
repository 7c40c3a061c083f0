package volley.play;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import volley.config.Settings;
import volley.monitor.CompilerRest;
import volley.plan.Demand;
import volley.prepare.WarmUpPlan;
import volley.report.folder.WarmUpDone;
import volley.report.folder.WarmUpDone.Extent;

/**
 * How far the client is warmed up before a run. A JVM interprets code that it has not run often, and its compilers take the
 * processor from the client until all that is hot is compiled. What demands little of the client is on time without that, and
 * need not wait for it, nor what demands something for all of it; but each class is loaded, and each path gone, before anything
 * is measured.
 *
 * @param limit it takes no longer than about this
 * @param why it is of this extent
 */
public record WarmUpExtent(Extent extent, Duration limit, String why) {
    /**
     * Which of the four kinds of rounds: all tokens at once and turns as they are ready, then token by token and turns at a rate.
     * Each round begins with a lead, so that more of them would be waiting in the first place.
     */
    private static final List<Integer> SHORT_ROUNDS = List.of(0, 3);

    /** The same, and turns at a rate twice more: what demands something demands it at a rate. Each round has a number of its own. */
    private static final List<Integer> MEDIUM_ROUNDS = List.of(0, 3, 2, 7);

    /**
     * As a limit asks for, or, without one, as the plans need.
     *
     * @param given most time that it may take, zero for none at all
     */
    public static WarmUpExtent of(Optional<Duration> given, Demand demand) {
        if (given.isPresent()) {
            Extent asked = given.get().isZero() ? Extent.NONE : Extent.FULL;
            return new WarmUpExtent(asked, given.get(), "client-warmup-seconds was given");
        }
        return new WarmUpExtent(neededFor(demand), Settings.LONGEST_CLIENT_WARMUP, "the plan demands " + demand);
    }

    private static Extent neededFor(Demand demand) {
        if (demand.isLight()) {
            return Extent.SHORT;
        }
        return demand.isModerate() ? Extent.MEDIUM : Extent.FULL;
    }

    /** Whether nothing is played. */
    public boolean isNone() {
        return extent == Extent.NONE;
    }

    /** Whether its rounds are small ones. */
    public boolean isShort() {
        return extent == Extent.SHORT;
    }

    /** What each of its rounds plays. */
    public WarmUpPlan round() {
        return isShort() ? WarmUpPlan.SHORT : WarmUpPlan.FULL;
    }

    /** Plays rounds as far as it goes; what compilers have left to do waits behind all other threads then, if that can be. */
    public WarmUpDone play(CompilerRest.Round round, BooleanSupplier stopped) throws InterruptedException {
        long startNs = System.nanoTime();
        BooleanSupplier goesOn = () -> System.nanoTime() - startNs < limit.toNanos() && !stopped.getAsBoolean();
        int[] rounds = {0};
        CompilerRest.Round counted = number -> {
            round.play(number);
            rounds[0]++;
        };
        boolean compilersMayWait = true;
        if (extent != Extent.FULL) {
            for (int number : isShort() ? SHORT_ROUNDS : MEDIUM_ROUNDS) {
                if (goesOn.getAsBoolean()) {
                    counted.play(number);
                }
            }
        } else {
            compilersMayWait = CompilerRest.await(counted, goesOn);
        }
        if (compilersMayWait) {
            CompilerRest.lowerCompilers();
        }
        return done(rounds[0], Duration.ofNanos(System.nanoTime() - startNs));
    }

    /** What the results say of it. */
    public WarmUpDone done(int rounds, Duration took) {
        return new WarmUpDone(extent, rounds, took, why);
    }
}
