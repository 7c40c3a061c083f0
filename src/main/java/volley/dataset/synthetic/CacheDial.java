package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.BadInputException;
import volley.config.Dial;
import volley.config.GivenAs;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.RequestGraph;
import volley.dataset.Turn;
import volley.tokenizer.ChatTemplate.ChatMessage;
import volley.tokenizer.PlainWords;
import volley.tokenizer.Tokenizer;

/**
 * {@code dataset-name=cache-dial}: requests of which a cache without limit has an asked part, to a token over all prompts,
 * chat template included. All prompts have the same length. Each but the first of a group begins with the group's words and
 * goes on with a word that none of the group has there; the group is all prompts, or those of a conversation.
 */
public final class CacheDial {
    /** The dataset's name. */
    public static final String NAME = "cache-dial";

    private static final int MOST_WORDS = 2048;

    private final Dial asked;
    private final int count;
    private final List<String> words;
    private final long seed;
    private final int groups;
    private final int[] sharedWords;

    private CacheDial(Dial asked, int count, long seed, Tokenizer tokenizer, String before) {
        this.asked = asked;
        this.count = count;
        this.seed = seed;
        groups = asked.scope() == Dial.Scope.USERS ? 1 : (count + asked.rounds() - 1) / asked.rounds();
        words = PlainWords.tried(tokenizer, MOST_WORDS);
        if (groups >= words.size()) {
            throw new BadInputException(groups + " conversations cannot begin differently with the " + words.size()
                    + " words of the tokenizer; lower " + GivenAs.parameter("num-prompts"));
        }
        sharedWords = sharedWords(TemplateBorder.of(tokenizer, before, words.get(0), words.get(1)));
    }

    /**
     * Makes the requests, in the order in which they are to be sent: of conversations all first ones, then all second ones.
     *
     * @param count how many
     * @throws BadInputException if such a part of so many requests cannot be in a cache
     */
    public static GeneratedDataset make(Settings settings, int count, Tokenizer tokenizer) {
        Dial asked = settings.generated().dial();
        TextVolume.check(
                count, (double) count * asked.inputTokens(), asked.inputTokens(), "num-prompts", "dial-input-len");
        CacheDial dial = new CacheDial(
                asked,
                count,
                settings.workload().seed(),
                tokenizer,
                settings.workload().salt().map(salt -> salt + "\n").orElse(""));
        return dial.make(tokenizer);
    }

    /**
     * What the template puts before and behind a text.
     *
     * @param beforeTokens the beginning that all prompts have, with a salt if there is one
     * @param aroundTokens all but the text's own
     */
    private record TemplateBorder(int beforeTokens, int aroundTokens) {
        static TemplateBorder of(Tokenizer tokenizer, String before, String word, String other) {
            int[] one = ids(tokenizer, before + word);
            int[] two = ids(tokenizer, before + other);
            int same = 0;
            while (same < Math.min(one.length, two.length) && one[same] == two[same]) {
                same++;
            }
            return new TemplateBorder(same, one.length - 1);
        }

        private static int[] ids(Tokenizer tokenizer, String text) {
            return tokenizer.encode(tokenizer
                    .chatTemplate()
                    .map(template -> template.render(List.of(new ChatMessage("user", text)), true))
                    .orElse(text));
        }
    }

    /**
     * How many words each prompt but the first of its group shares with that one. As even as can be: of a group, as many
     * as there are words but one can go on behind the same beginning.
     */
    private int[] sharedWords(TemplateBorder border) {
        int sharing = count - groups;
        long allTokens = (long) count * (border.aroundTokens() + asked.inputTokens());
        long beginnings = (count - 1L) * border.beforeTokens();
        int alike = words.size() - groups;
        long steps = 0;
        for (int i = 0; i < sharing; i++) {
            steps += i / alike;
        }
        int highest = asked.inputTokens() - 1 - Math.max(0, sharing - 1) / alike;
        long most = steps + (long) sharing * Math.max(0, highest);
        long wanted = Math.round(asked.hitRate() * allTokens) - beginnings;
        if (asked.hitRate() == 0) {
            wanted = steps;
        }
        if (wanted > most || wanted < steps || highest < 0) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "%s cannot be had: of %d requests of %d tokens a cache has %.4f at least (what all begin with) and %.4f at"
                            + " most (all but the first of each group); give one between, or change %s or %s",
                    GivenAs.setting("hit-rate", String.valueOf(asked.hitRate())),
                    count,
                    asked.inputTokens(),
                    (double) (beginnings + steps) / allTokens,
                    (double) (beginnings + most) / allTokens,
                    GivenAs.parameter("num-prompts"),
                    GivenAs.parameter("dial-input-len")));
        }
        int[] shared = new int[sharing];
        for (int i = 0; i < sharing; i++) {
            long rest = (wanted - steps) % sharing;
            shared[i] = Math.toIntExact(i / alike + (wanted - steps) / sharing + (i >= sharing - rest ? 1 : 0));
        }
        return shared;
    }

    private GeneratedDataset make(Tokenizer tokenizer) {
        List<String[]> firsts = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            UniformRandomProvider random = Draws.texts(seed, 0, group);
            String[] first = drawn(random);
            // the groups begin differently
            first[0] = words.get(group);
            firsts.add(first);
        }
        LengthReport.Tally tally = new LengthReport.Tally();
        List<Conversation> requests = new ArrayList<>(count);
        Map<String, Integer> branches = new HashMap<>();
        for (int i = 0; i < count; i++) {
            int group = i % groups;
            String[] prompt = firsts.get(group);
            if (i >= groups) {
                int shared = sharedWords[i - groups];
                // behind nothing, a prompt differs from those of all groups
                int branch = branches.merge(shared == 0 ? "" : group + " " + shared, 1, Integer::sum);
                prompt = follower(prompt, shared, shared == 0 ? groups - 1 + branch : branch, i);
            }
            String text = String.join(" ", prompt);
            int tokens = tokenizer.count(text);
            tally.add(asked.inputTokens(), tokens);
            requests.add(new Conversation(
                    asked.scope() == Dial.Scope.USERS
                            ? "dial-" + (i + 1)
                            : "dial-" + (group + 1) + "/" + (i / groups + 1),
                    List.of(new Turn(text, tokens, asked.outputTokens()))));
        }
        return GeneratedDataset.of(requests, tally).ordered(RequestGraph.withoutPauses(waits()));
    }

    /**
     * None comes before what it begins with is in the cache: all wait for the very first one, since they have the template's
     * beginning in common, or for the one before in their conversation.
     */
    private int[][] waits() {
        int[][] parents = new int[count][];
        for (int i = 0; i < count; i++) {
            boolean behindFirst = i < groups || asked.scope() == Dial.Scope.USERS;
            parents[i] = i == 0 ? new int[0] : new int[] {behindFirst ? 0 : i - groups};
        }
        return parents;
    }

    /** @param branch how far the word with which it goes on is behind the first prompt's, among all words */
    private String[] follower(String[] first, int shared, int branch, int place) {
        String[] prompt = drawn(Draws.texts(seed, 1, place));
        System.arraycopy(first, 0, prompt, 0, shared);
        int from = shared == 0 ? 0 : words.indexOf(first[shared]);
        prompt[shared] = words.get((from + branch) % words.size());
        return prompt;
    }

    private String[] drawn(UniformRandomProvider random) {
        String[] prompt = new String[asked.inputTokens()];
        for (int i = 0; i < prompt.length; i++) {
            prompt[i] = words.get(random.nextInt(words.size()));
        }
        return prompt;
    }
}
