package volley.config;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The environment of a pod of Kubernetes' Indexed Job, in which it says which of how many it is. {@code JOB_COMPLETION_INDEX}
 * is set by Kubernetes itself, {@code JOB_COMPLETIONS} by the Job's manifest.
 */
public final class JobEnvironment {
    static final String INDEX = "JOB_COMPLETION_INDEX";
    static final String COMPLETIONS = "JOB_COMPLETIONS";

    private static final String SHARD = GivenAs.PREFIX + Shard.PARAMETER;

    private JobEnvironment() {}

    /**
     * Makes the environment a parameter, unless that is given. To be done once, when a run is prepared: what is made of a
     * run's files later is no shard of anything.
     *
     * @throws BadInputException if only one of both is there, or they are no numbers
     */
    public static void apply(Map<String, String> environment, Properties given) {
        String index = environment.get(INDEX);
        String completions = environment.get(COMPLETIONS);
        if (given.containsKey(SHARD) || (index == null && completions == null)) {
            return;
        }
        if (index == null || completions == null) {
            String missing = index == null ? INDEX : COMPLETIONS;
            throw new BadInputException("The environment has " + (index == null ? COMPLETIONS : INDEX) + " but not "
                    + missing + ": which part of the plan is played is not told; set " + missing + ", or give "
                    + GivenAs.setting(Shard.PARAMETER, Shard.WHOLE.toString()) + " for the whole plan");
        }
        Optional<Integer> shard = number(index);
        Optional<Integer> of = number(completions);
        if (shard.isEmpty() || of.isEmpty() || shard.get() >= of.get()) {
            throw new BadInputException("The environment's " + INDEX + "=" + index + " and " + COMPLETIONS + "="
                    + completions + " are no part of a plan; they are numbers, the first from 0 and below the second");
        }
        given.setProperty(SHARD, new Shard(shard.get(), of.get()).toString());
    }

    private static Optional<Integer> number(String text) {
        return text.strip().matches("\\d{1,6}") ? Optional.of(Integer.parseInt(text.strip())) : Optional.empty();
    }
}
