package volley.play;

import java.io.File;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.os.OpenFiles;
import volley.plan.Plan;

/**
 * Whether the operating system lets this process have as many connections as the plan can need. A run that finds out by
 * failing has lost the turns, and perhaps the files for its results.
 */
public final class ConnectionRoom {
    /** For the results, their reports, event loops, and what libraries open the first time. */
    private static final long OWN_FILES = 40;

    /** Standard deviations above the mean. */
    private static final double RARE = 4.5;
    /** Of small numbers, that are no normal distribution yet. */
    private static final long FEW = 3;

    private ConnectionRoom() {}

    /**
     * To be called before anything else, while a class that is needed to say so can be loaded.
     *
     * @throws BadInputException if this process may not have so many files open as it needs without any request
     */
    public static void requireOwnFiles() {
        int jars = System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator), -1).length;
        requireOwnFiles(jars, OpenFiles.limit());
    }

    static void requireOwnFiles(int jars, OptionalLong limit) {
        if (limit.orElse(Long.MAX_VALUE) < jars + OWN_FILES) {
            throw new BadInputException("this process may have " + limit.getAsLong() + " files open, and needs "
                    + (jars + OWN_FILES) + " beside its connections, " + jars
                    + " of them for its class path; raise that (ulimit -n)");
        }
    }

    /**
     * Most turns that may be in flight, beside what the plan says of it.
     *
     * @param filesOfOne files that one connection takes: two, if the server is in this process too
     * @param limit how many this process may have open, if that is known
     * @param open how many it has
     * @param loops event loops that have the connections, each in a pool of its own
     * @throws BadInputException if all turns are due at once, and do not fit
     */
    static int mostInFlight(Plan plan, int filesOfOne, OptionalLong limit, long open, int loops) {
        int needed = plan.maxTurnsInFlight();
        long room = (limit.orElse(Long.MAX_VALUE) - open - OWN_FILES) / filesOfOne;
        if (plan.slotsAreReused() ? needed <= room : needed <= fittingInPools(room, loops)) {
            return Integer.MAX_VALUE;
        }
        int fitting = (int) (plan.slotsAreReused() ? room : fittingInPools(room, loops));
        if (plan.slotsAreReused() || fitting < 1) {
            throw new BadInputException("up to " + needed + " requests at once need "
                    + (needed * (long) filesOfOne + open + OWN_FILES) + " open files, and this process may have "
                    + limit.getAsLong() + "; raise that (ulimit -n)"
                    + (fitting < 1 ? "" : ", or give " + GivenAs.setting("max-concurrency", String.valueOf(fitting))));
        }
        return fitting;
    }

    /** Whether the plan may need half of what is left, or more. */
    static boolean isShort(Plan plan) {
        return 2L * plan.maxTurnsInFlight() + OWN_FILES > OpenFiles.limit().orElse(Long.MAX_VALUE) - OpenFiles.now();
    }

    /**
     * Each event loop keeps as many connections as it ever had in use at the same time. They add up to more than are in use
     * in all: of {@code n} that fall on {@code l} loops by chance, a loop has {@code n / l + 4.5 sqrt(n / l) + 3} at most but
     * once in 100,000 times (binomial), and never more than {@code n}.
     */
    private static long fittingInPools(long room, int loops) {
        double half = RARE * Math.sqrt(loops) / 2;
        double root = Math.sqrt(half * half + Math.max(0, room - FEW * loops)) - half;
        return Math.max(room / loops, (long) (root * root));
    }

    /** The same, of this process. */
    static int check(Plan plan, boolean serverIsHere) {
        int loops = Runtime.getRuntime().availableProcessors();
        return mostInFlight(plan, serverIsHere ? 2 : 1, OpenFiles.limit(), OpenFiles.now(), loops);
    }

    /** The same; a plan that is slowed down by it says so. */
    static int mostInFlight(Plan plan, boolean serverIsHere, PlayedResults results) {
        int most = check(plan, serverIsHere);
        if (most < plan.load().maxConcurrency().orElse(Integer.MAX_VALUE)) {
            String said = "no more than " + most + " requests are in flight, since this process may have "
                    + OpenFiles.limit().getAsLong()
                    + " files open (ulimit -n); turns that wait for it have a queue time";
            System.out.println("volley: " + said);
            results.note(said);
        }
        return most;
    }
}
