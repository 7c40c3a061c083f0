package volley.cold;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import volley.client.FlushReply;
import volley.client.ServerControl;
import volley.cold.Canaries.Finding;
import volley.cold.Canaries.Seen;
import volley.config.ColdSettings;
import volley.config.ColdSettings.When;

/**
 * What is done before the measured part so that nothing in the server's prefix cache is found by it, and what that comes
 * to. Known prompts are put into the cache, the server is asked to empty it, and the prompts are asked again: only if all
 * of them are computed anew is the run proven cold. Where that fails, the prompts are asked under a cache salt: if none is
 * found under it, the run's requests carry a salt of their own.
 */
public final class ColdStart {
    /** Before a server that is warm after its yes is asked again; each further pause is twice as long. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final ServerControl control;
    private final ColdSettings settings;
    private final boolean saltable;
    private final Asking asking;
    private final Waiting waiting;
    private final Random random;
    private final CacheFlush flush;

    /**
     * How the run begins.
     *
     * @param salt the cache salt that its requests must carry
     */
    public record Begun(Coldness coldness, Optional<String> salt) {}

    /**
     * @param saltable whether requests to this kind of server can carry a cache salt
     * @param random source of texts and salts: other ones in each run
     */
    public ColdStart(
            ServerControl control,
            ColdSettings settings,
            boolean saltable,
            Asking asking,
            Waiting waiting,
            Random random) {
        this.control = control;
        this.settings = settings;
        this.saltable = saltable;
        this.asking = asking;
        this.waiting = waiting;
        this.random = random;
        this.flush = new CacheFlush(control, waiting, settings.patience());
    }

    /**
     * Blocks; not for an event loop.
     *
     * @param servers whether several servers may answer: one prompt is enough to know of one
     * @param keepsNothing whether the server says that it keeps no prefix
     * @throws volley.config.BadInputException if the server does not answer
     */
    public Begun begin(boolean servers, BooleanSupplier keepsNothing) {
        boolean salting = saltable && settings.salt() != When.NEVER;
        if (!settings.flush() && !(salting && settings.salt() == When.ALWAYS)) {
            return new Begun(Coldness.notProven("the cache was not flushed, as asked (flush-cache=false)"), none());
        }
        if (settings.canaries() == 0) {
            return unseen();
        }
        if (!control.offersFlush() && !salting) {
            return new Begun(
                    Coldness.notProven(control.serverTitle() + " has no route that empties its cache"), none());
        }
        Optional<String> canarySalt = saltable ? Optional.of(Canaries.salt(random)) : none();
        Canaries canaries = new Canaries(asking, servers ? settings.canaries() : 1, random);
        Seen planted = canaries.plant(canarySalt);
        if (planted.finding() == Finding.NO_COUNTS) {
            // Nothing can come of times where the cache cannot be emptied, nor a salt be sent.
            if (!salting) {
                FlushReply reply = flush.run();
                if (!reply.isDone()) {
                    return new Begun(Coldness.notProven(whyNot(reply)), none());
                }
            }
            canaries = new Canaries(asking, settings.canaries(), random);
            planted = canaries.plantByTime(canarySalt);
        }
        Coldness flushed = settings.flush()
                ? flushed(canaries, planted, canarySalt, keepsNothing)
                : Coldness.notProven("the cache was not flushed, as asked (flush-cache=false)");
        if (!salting || (flushed.isCold() && settings.salt() != When.ALWAYS) || planted.finding() != Finding.WARM) {
            return new Begun(flushed, none());
        }
        return salted(canaries, flushed);
    }

    /** The flush without a proof. */
    private Begun unseen() {
        FlushReply reply = settings.flush() ? flush.run() : FlushReply.NOT_OFFERED;
        return new Begun(
                Coldness.notProven((reply.isDone() ? "the server says that it emptied its cache" : whyNot(reply))
                        + ", and no prompt was asked to find out (cold-canaries=0)"),
                none());
    }

    private Coldness flushed(
            Canaries canaries, Seen planted, Optional<String> canarySalt, BooleanSupplier keepsNothing) {
        long startNs = waiting.nowNs();
        FlushReply reply = flush.run();
        if (planted.finding() == Finding.COLD && keepsNothing.getAsBoolean()) {
            return Coldness.proven("the server keeps no prefix: it says so, and " + planted.detail());
        }
        if (!reply.isDone()) {
            return Coldness.notProven(whyNot(reply));
        }
        if (planted.finding() != Finding.WARM) {
            return Coldness.notProven("the server says that it emptied its cache, but " + planted.detail());
        }
        Seen seen = canaries.look(canarySalt);
        for (Duration pause = FIRST_PAUSE;
                seen.finding() == Finding.WARM
                        && waiting.nowNs() - startNs < settings.patience().toNanos()
                        && waiting.pause(pause);
                pause = pause.multipliedBy(2)) {
            // What was asked in between is in the cache again.
            reply = flush.run();
            seen = reply.isDone() ? canaries.look(canarySalt) : seen;
        }
        if (seen.finding() != Finding.COLD) {
            return Coldness.notProven("the server says that it emptied its cache, but " + seen.detail());
        }
        return cleared(canaries, seen, planted);
    }

    /** The prompts themselves are in the cache now: without a salt of their own, the template before them is a hit. */
    private Coldness cleared(Canaries canaries, Seen seen, Seen planted) {
        boolean leftNothing = saltable && canaries.heedsSalt(Optional.of(Canaries.salt(random)));
        FlushReply again = leftNothing ? new FlushReply(FlushReply.Kind.DONE, "") : flush.run();
        return again.isDone()
                ? Coldness.proven("after the flush " + seen.detail() + " (" + planted.detail() + ")")
                : Coldness.notProven("what was asked to find out could not be flushed: " + whyNot(again));
    }

    private Begun salted(Canaries canaries, Coldness flushed) {
        Seen seen = canaries.look(Optional.of(Canaries.salt(random)));
        if (seen.finding() != Finding.COLD) {
            return new Begun(
                    flushed.isCold()
                            ? flushed
                            : Coldness.notProven(flushed.reason() + "; and a cache salt does not help: under one of"
                                    + " their own, " + seen.detail()),
                    none());
        }
        String salt = Canaries.salt(random);
        return new Begun(
                flushed.isCold()
                        ? flushed
                        : Coldness.salted(flushed.reason() + "; the run's requests carry a cache salt of their own,"
                                + " and under another one " + seen.detail()),
                Optional.of(salt));
    }

    private String whyNot(FlushReply reply) {
        return switch (reply.kind()) {
            case NOT_OFFERED -> control.serverTitle() + " has no route that empties its cache";
            case BUSY -> "the flush was refused for " + settings.patience().toSeconds() + " s: " + reply.detail();
            default -> "the flush was refused: " + reply.detail();
        };
    }

    private static Optional<String> none() {
        return Optional.empty();
    }
}
