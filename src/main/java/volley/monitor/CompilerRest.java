package volley.monitor;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import volley.os.LinuxScheduler;

/** Plays rounds of a warm-up until the JVM's compilers have nothing left to do, and lets them wait from then on. */
public final class CompilerRest {
    private static final Duration POLL = Duration.ofMillis(10);

    /** What a round may cost the compilers when all that is hot is compiled: a stray method, summed over threads. */
    private static final long CALM_MS = 40;

    /** One round may be calm by chance: a method is compiled when it was called some thousand times. */
    private static final int CALM_ROUNDS = 4;

    private CompilerRest() {}

    /** One round of a warm-up. */
    public interface Round {
        /** @param number from 0 */
        void play(int number) throws InterruptedException;
    }

    /**
     * After each round the compilers get the processor to themselves: on a machine with few of them they would else be done
     * long after the run has begun.
     *
     * @param goesOn whether there is time for more
     * @return whether all is compiled
     */
    public static boolean await(Round round, BooleanSupplier goesOn) throws InterruptedException {
        JitCompilers compilers = new JitCompilers();
        int calmRounds = 0;
        for (int number = 0; calmRounds < CALM_ROUNDS && goesOn.getAsBoolean(); number++) {
            long beforeMs = compilers.totalMs();
            round.play(number);
            while (!compilers.idle() && goesOn.getAsBoolean()) {
                Thread.sleep(POLL.toMillis());
            }
            calmRounds = compilers.totalMs() - beforeMs <= CALM_MS ? calmRounds + 1 : 0;
        }
        return calmRounds == CALM_ROUNDS;
    }

    /**
     * Puts the compilers behind all other threads, once what is hot is compiled. They take a few percent of a processor for
     * whatever gets warm in the run, in pieces of up to 4 ms in which an event loop would read nothing.
     */
    public static void lowerCompilers() {
        for (String compilers : JitCompilers.THREADS) {
            LinuxScheduler.lowerThreads(compilers, LinuxScheduler.BEHIND_ALL);
        }
    }

    /**
     * Takes that back, when nothing is measured any more: results are made by code that has not run before, and on one
     * processor two thirds of their time went by in the interpreter while the compilers waited.
     */
    public static void raiseCompilers() {
        for (String compilers : JitCompilers.THREADS) {
            LinuxScheduler.besideCaller(compilers, LinuxScheduler.BEHIND_ALL);
        }
    }
}
