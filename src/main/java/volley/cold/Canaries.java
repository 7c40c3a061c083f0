package volley.cold;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Prompts that are put into the cache and looked for later. Each is asked twice, so that it is known what a hit looks
 * like: as a count where the server tells one, else by the time of an answer. What is asked of several servers
 * behind one address is asked in a random order, so that a router that takes them in turns does not meet it in step.
 *
 * <p>By time, a rank rule: every repetition must be faster than every first asking. With five prompts or more that
 * happens by chance once in 252 times or less; else the times prove nothing, and nothing is asked any more. Later, every
 * asking must be slower than the middle between the slowest repetition and the fastest first asking.
 */
final class Canaries {
    /** Several pages of most servers: about 500 tokens. */
    private static final int WORDS = 192;

    /** Fewer times prove nothing. */
    static final int LEAST_TIMED = 5;

    /**
     * Of one prompt, until a count is told: some servers leave out a count of 0, and behind an address there may be
     * several. Of up to five, one is asked twice then.
     */
    static final int ASKED_FOR_A_COUNT = 6;

    private final Asking asking;
    private final List<String> prompts;
    private final Random random;
    private long knownTokens;
    /** Tokens that a prompt never asked before has in the cache all the same: those of the chat template. */
    private int sharedTokens;

    private long slowFromNs;

    /** What was found. */
    enum Finding {
        /** The prompts were in the cache, or are. */
        WARM,
        /** None was. */
        COLD,
        /** It cannot be told. */
        UNKNOWN,
        /** The server tells no counts: only times may tell. */
        NO_COUNTS
    }

    /**
     * A finding.
     *
     * @param detail in one line what was seen
     */
    record Seen(Finding finding, String detail) {}

    /** @param count of prompts, at least 1 */
    Canaries(Asking asking, int count, Random random) {
        this.asking = asking;
        this.random = random;
        this.prompts = IntStream.range(0, count).mapToObj(i -> prompt(random)).toList();
    }

    /** Words of random letters, other ones in each run: no server has seen them. */
    private static String prompt(Random random) {
        return IntStream.range(0, WORDS)
                .mapToObj(word -> IntStream.range(0, 3 + random.nextInt(6))
                        .mapToObj(letter -> String.valueOf((char) ('a' + random.nextInt(26))))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(" "));
    }

    /** A text that no run has had. */
    static String salt(Random random) {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return "volley-" + HexFormat.of().formatHex(bytes);
    }

    /**
     * Asks every prompt twice, for the counts.
     *
     * @return warm: the second time it came from the cache, and later askings can be judged; cold: the server tells hits,
     *     and there were none
     */
    Seen plant(Optional<String> salt) {
        boolean[] asked = new boolean[prompts.size()];
        boolean told = false;
        List<Integer> again = new ArrayList<>();
        sharedTokens = 0;
        for (int i : everyoneTwice()) {
            Asking.Answer answer = asking.ask(prompts.get(i), salt);
            if (answer.error().isPresent()) {
                return failed(answer);
            }
            if (!told && !isTold(answer) && !tellsLater(prompts.get(i), salt)) {
                return new Seen(Finding.NO_COUNTS, "the server tells no cached tokens");
            }
            told = true;
            if (asked[i]) {
                again.add(answer.cachedTokens());
            } else {
                sharedTokens = Math.max(sharedTokens, answer.cachedTokens());
            }
            asked[i] = true;
        }
        knownTokens = again.stream()
                .filter(tokens -> tokens > sharedTokens)
                .mapToLong(tokens -> tokens)
                .sum();
        return knownTokens > 0
                ? new Seen(Finding.WARM, knownTokens + " tokens of them were in the cache before")
                : new Seen(Finding.COLD, "prompts that were asked twice had no hits the second time");
    }

    /** Whether there is a count when the prompt, which was asked once, is asked again. */
    private boolean tellsLater(String prompt, Optional<String> salt) {
        for (int asked = 1; asked < ASKED_FOR_A_COUNT; asked++) {
            Asking.Answer answer = asking.ask(prompt, salt);
            if (answer.error().isPresent() || isTold(answer)) {
                return answer.error().isEmpty();
            }
        }
        return false;
    }

    private static boolean isTold(Asking.Answer answer) {
        return answer.cachedTokens() != Asking.NOT_TOLD;
    }

    /**
     * Asks every prompt twice, for the times; no further once these prove nothing.
     *
     * @return warm, and later askings can be judged; else it cannot be told
     */
    Seen plantByTime(Optional<String> salt) {
        if (prompts.size() < LEAST_TIMED) {
            return timesProveNothing();
        }
        boolean[] asked = new boolean[prompts.size()];
        long fastestFirstNs = Long.MAX_VALUE;
        long slowestAgainNs = 0;
        for (int i : everyoneTwice()) {
            Asking.Answer answer = asking.ask(prompts.get(i), salt);
            if (answer.error().isPresent()) {
                return failed(answer);
            }
            if (asked[i]) {
                slowestAgainNs = Math.max(slowestAgainNs, answer.elapsedNs());
            } else {
                fastestFirstNs = Math.min(fastestFirstNs, answer.elapsedNs());
            }
            asked[i] = true;
            if (slowestAgainNs >= fastestFirstNs) {
                return timesProveNothing();
            }
        }
        slowFromNs = slowestAgainNs + (fastestFirstNs - slowestAgainNs) / 2;
        return new Seen(Finding.WARM, "repeated prompts were answered faster than all new ones before");
    }

    private static Seen timesProveNothing() {
        return new Seen(
                Finding.UNKNOWN,
                "the server tells no cached tokens, and a prompt that is repeated is not answered faster beyond doubt");
    }

    private List<Integer> everyoneTwice() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            order.add(i);
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }

    /** Asks every prompt once more, after {@link #plant} found them warm. */
    Seen look(Optional<String> salt) {
        List<String> order = new ArrayList<>(prompts);
        Collections.shuffle(order, random);
        int warm = 0;
        long tokens = 0;
        for (String prompt : order) {
            Asking.Answer answer = asking.ask(prompt, salt);
            if (answer.error().isPresent()) {
                return failed(answer);
            }
            boolean byCount = knownTokens > 0;
            // A server that has told hits leaves out a count only where it is 0.
            if (byCount ? answer.cachedTokens() > sharedTokens : answer.elapsedNs() < slowFromNs) {
                warm++;
                tokens += Math.max(0, answer.cachedTokens());
            }
        }
        if (warm > 0) {
            return new Seen(
                    Finding.WARM,
                    warm + " of " + known(prompts.size()) + " still in the cache"
                            + (tokens > 0 ? " (" + tokens + " tokens)" : " (by the time of their answers)"));
        }
        return new Seen(
                Finding.COLD, known(prompts.size()) + " computed anew" + (knownTokens > 0 ? "" : ", by their times"));
    }

    private static String known(int prompts) {
        return prompts == 1 ? "1 known prompt was" : prompts + " known prompts were";
    }

    private static Seen failed(Asking.Answer answer) {
        return new Seen(
                Finding.UNKNOWN,
                "a prompt asked to find out was not answered: " + answer.error().orElseThrow());
    }

    /** Whether requests with another salt find what is there under this one: only then is a salt heeded. */
    boolean heedsSalt(Optional<String> other) {
        Asking.Answer answer = asking.ask(prompts.get(0), other);
        return knownTokens > 0 && answer.error().isEmpty() && answer.cachedTokens() <= 0;
    }
}
