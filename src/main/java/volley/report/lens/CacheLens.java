package volley.report.lens;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import volley.client.TokenIds;
import volley.prefix.MissRatioCurve;
import volley.prefix.UnlimitedCache;
import volley.report.folder.GivenAnswer;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * Plays a run's requests, in the order in which they were sent and with the answers they got, against a prefix cache
 * that forgets nothing. A prompt is in the cache from its sending on, and what of it is still to be computed counts as in
 * flight; an answer is in it, without its last token, when it is complete. A request of which no token came is left out: nobody
 * can tell whether its prompt was computed.
 *
 * <p>Memory: the runs of {@link UnlimitedCache}, and the ids of the requests under way.
 */
public final class CacheLens {
    /** More than any vocabulary has, and few enough for a thousand parts. */
    private static final int PART_IDS = 1 << 21;

    private final RunRequests requests;
    private final SentPrompts prompts;
    private final IntFunction<GivenAnswer> answerByOrder;
    private final CacheSize size;
    private final HistoryCost historyCost;
    private final OneOrMoreCaches caches;
    private final UnlimitedCache cache = new UnlimitedCache();
    private final MissRatioCurve.Builder curve = new MissRatioCurve.Builder();
    private final Runs known = new Runs();
    private final Map<Integer, Asked> underWay = new HashMap<>();
    private final Map<Integer, History> histories = new HashMap<>();
    private long deepestHitTokens = -1;
    /** Of the answers under way: they take room from the cache before they are in it. */
    private long generatingTokens;

    /** How many tokens without a text there were so far. */
    private final int[] unknownTokens = {0};

    /** A request under way. */
    @SuppressWarnings("ArrayRecordComponent") // thousands of ids; never compared
    private record Asked(int[] prompt, GivenAnswer answer) {}

    /** A conversation as far as it was played. */
    private static final class History {
        private final List<Integer> orders = new ArrayList<>();
        private int promptPages;
        private int storedPages;
    }

    private CacheLens(
            RunRequests requests,
            SentPrompts prompts,
            IntFunction<GivenAnswer> answerByOrder,
            CacheSize size,
            HistoryCost historyCost,
            Consumer<CacheVerdict> verdicts) {
        this.requests = requests;
        this.prompts = prompts;
        this.answerByOrder = answerByOrder;
        this.size = size;
        this.historyCost = historyCost;
        this.caches = new OneOrMoreCaches(verdicts);
    }

    /**
     * Analyses a run.
     *
     * @param answerByOrder the answer to a completed request
     * @param verdicts told of each request analysed, in the order of sending
     * @return hits at every capacity
     */
    public static MissRatioCurve analyse(
            RunRequests requests,
            SentPrompts prompts,
            IntFunction<GivenAnswer> answerByOrder,
            CacheSize size,
            Consumer<CacheVerdict> verdicts) {
        return analyse(requests, prompts, answerByOrder, size, new HistoryCost(Optional.empty()), verdicts);
    }

    /** As the other, which also finds what the history costs. */
    static MissRatioCurve analyse(
            RunRequests requests,
            SentPrompts prompts,
            IntFunction<GivenAnswer> answerByOrder,
            CacheSize size,
            HistoryCost historyCost,
            Consumer<CacheVerdict> verdicts) {
        CacheLens lens = new CacheLens(requests, prompts, answerByOrder, size, historyCost, verdicts);
        try (lens.cache) {
            lens.play();
            lens.caches.end();
        }
        return lens.curve.build();
    }

    private void play() {
        int[] bySent = requests.rowsBy(Field.SENT_NS);
        int[] byEnd = requests.rowsBy(Field.END_NS);
        int ended = 0;
        for (int row : bySent) {
            while (ended < byEnd.length
                    && requests.get(Field.END_NS, byEnd[ended]) <= requests.get(Field.SENT_NS, row)) {
                end(byEnd[ended++]);
            }
            if (availableNs(row) != RunRequests.ABSENT) {
                send(row);
            }
        }
    }

    /** When a server had computed the prompt, as far as can be seen from here; absent if it never did. */
    private long availableNs(int row) {
        long firstNs = requests.get(Field.FIRST_TOKEN_NS, row);
        return firstNs != RunRequests.ABSENT || !requests.ok(row) ? firstNs : requests.get(Field.END_NS, row);
    }

    private void send(int row) {
        int conversation = field(Field.CONVERSATION, row);
        History history = histories.computeIfAbsent(conversation, key -> new History());
        int turn = field(Field.TURN, row);
        List<GivenAnswer> answers = answersOf(history);
        boolean ok = requests.ok(row);
        GivenAnswer answer = ok ? answerByOrder.apply(field(Field.ORDER, row)) : GivenAnswer.NONE;
        boolean told = answer.ids().prompt().length > 0;
        int[] ids = inPart(told ? answer.ids().prompt() : prompts.promptIds(conversation, turn, answers), conversation);
        historyCost.sent(conversation, turn, answers, ids);
        int[] pages = Pages.of(ids, ids.length, size.pageTokens());
        int lookedUp = Math.max(0, ids.length - 1) / size.pageTokens();
        known.clear();
        curve.request((long) lookedUp * size.pageTokens());
        cache.use(pages, lookedUp, pages.length, availableNs(row), this::known);
        judge(row, ids.length, lookedUp, history, answer.ids());
        history.promptPages = pages.length;
        history.storedPages = pages.length;
        if (ok) {
            underWay.put(row, new Asked(ids, answer));
            generatingTokens += outputTokens(row);
        }
    }

    /** Ids that are other ones in each part of the cache. */
    private int[] inPart(int[] ids, int conversation) {
        int part = prompts.cachePart(conversation);
        return part == 0
                ? ids
                : Arrays.stream(ids).map(id -> id + part * PART_IDS).toArray();
    }

    private List<GivenAnswer> answersOf(History history) {
        return history.orders.stream().map(answerByOrder::apply).toList();
    }

    private void known(int from, int length, long usedSince, long availableNs, long lastUse) {
        known.add(from, length, usedSince, availableNs, lastUse);
        curve.run(usedSince * size.pageTokens(), (long) length * size.pageTokens());
    }

    /** The answer is complete: prompt and all that was generated are stored, but for the last token, which no server computes. */
    private void end(int row) {
        Asked asked = underWay.remove(row);
        if (asked == null) {
            return;
        }
        int[] prompt = asked.prompt();
        generatingTokens -= outputTokens(row);
        int order = field(Field.ORDER, row);
        int conversation = field(Field.CONVERSATION, row);
        History history = histories.get(conversation);
        GivenAnswer answer = asked.answer();
        int[] generated = inPart(
                prompts.generatedIds(conversation, field(Field.TURN, row), answersOf(history), answer)
                        .all(Math.toIntExact(outputTokens(row)), more(row), unknownTokens),
                conversation);
        int stored = prompt.length + Math.max(0, generated.length - 1);
        int[] all = Arrays.copyOf(prompt, prompt.length + generated.length);
        System.arraycopy(generated, 0, all, prompt.length, generated.length);
        int[] pages = Pages.of(all, stored, size.pageTokens());
        cache.store(pages, pages.length, requests.get(Field.END_NS, row));
        historyCost.answered(conversation, all, prompt.length, stored, answer);
        history.orders.add(order);
        history.storedPages = pages.length;
    }

    private void judge(int row, int promptTokens, int lookedUpPages, History history, TokenIds told) {
        int page = size.pageTokens();
        int ideal = known.pages() * page;
        int reported = countOrAbsent(Field.CACHED_TOKENS, row);
        boolean lost = reported != CacheVerdict.ABSENT && reported < ideal;
        LossCause cause = lost ? cause(row, reported, history) : null;
        int lastHit = Math.min(reported, ideal) / page - 1;
        if (reported > 0 && lastHit >= 0) {
            caches.hit(known.lastUse(lastHit));
        }
        boolean doubtful = lost && mayBeAnotherServers(cause, reported);
        if (reported > 0 && lastHit >= 0) {
            deepestHitTokens = Math.max(deepestHitTokens, known.distance(lastHit) * page);
        }
        long lostUse = doubtful ? known.lastUse(reported / page) : OneOrMoreCaches.NO_USE;
        caches.accept(
                lostUse,
                CacheVerdict.builder()
                        .order(field(Field.ORDER, row))
                        .conversation(field(Field.CONVERSATION, row))
                        .turn(field(Field.TURN, row))
                        .promptTokens(promptTokens)
                        .told(told)
                        .promptTokensByServer(countOrAbsent(Field.PROMPT_TOKENS, row))
                        .ideal(ideal)
                        .reported(reported)
                        .cause(cause)
                        .stoppedAt(lost ? reported : CacheVerdict.ABSENT)
                        .reuseDistance(ideal == 0 ? CacheVerdict.ABSENT : known.distance(known.pages() - 1) * page)
                        .rewritten(Math.max(0, Math.min(history.storedPages, lookedUpPages) - known.pages()) * page)
                        .build());
    }

    /** Judged at the first token that was not taken from the cache: what comes after it was lost because of it. */
    private LossCause cause(int row, int reported, History history) {
        int page = size.pageTokens();
        int at = reported / page;
        long distance = known.distance(at) * page;
        boolean capacityKnown = size.totalTokens().isPresent();
        if (known.availableNs(at) > requests.get(Field.SENT_NS, row)) {
            return LossCause.IN_FLIGHT;
        }
        if (capacityKnown && size.totalTokens().getAsLong() == 0) {
            return LossCause.CACHE_OFF;
        }
        if (capacityKnown && distance + generatingTokens > size.surelyTokens().getAsLong()) {
            return LossCause.CAPACITY;
        }
        if (reported == 0 && distance <= deepestHitTokens && !size.hasHostTier()) {
            return LossCause.FLUSHED;
        }
        // Exactly at the answer's beginning, an answer evicted as a whole looks the same unless the capacity is known.
        boolean insideAnswer = at > history.promptPages || (capacityKnown && at == history.promptPages);
        return history.promptPages > 0 && insideAnswer && at < history.storedPages
                ? LossCause.DIVERGENCE
                : LossCause.UNKNOWN;
    }

    /**
     * Whether one cache that evicts what was used longest ago would have had it, unless it was emptied. Of two tiers each has an
     * order of its own, so a younger loss proves nothing.
     */
    private boolean mayBeAnotherServers(LossCause cause, int reported) {
        long distance = known.distance(reported / size.pageTokens()) * size.pageTokens();
        return !size.hasHostTier()
                && (cause == LossCause.FLUSHED
                        || (cause == LossCause.UNKNOWN
                                && (size.totalTokens().isPresent() || distance <= deepestHitTokens)));
    }

    private GeneratedIds.More more(int row) {
        if (requests.stopped(row)) {
            return GeneratedIds.More.END;
        }
        return requests.get(Field.TEXTLESS_TOKENS, row) > 0 ? GeneratedIds.More.TEXTLESS : GeneratedIds.More.UNKNOWN;
    }

    private long outputTokens(int row) {
        return Math.max(0, countOrAbsent(Field.OUTPUT_TOKENS, row));
    }

    private int countOrAbsent(Field field, int row) {
        return requests.get(field, row) == RunRequests.ABSENT ? CacheVerdict.ABSENT : field(field, row);
    }

    private int field(Field field, int row) {
        return Math.toIntExact(requests.get(field, row));
    }
}
