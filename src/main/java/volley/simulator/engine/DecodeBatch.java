package volley.simulator.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The requests that get a token in every decode step, and who has to leave when their memory does not suffice. */
final class DecodeBatch {
    /** The request with the fewest outputs goes first; of several, the one with the longest prompt. */
    private static final Comparator<Sequence> FIRST_TO_RETRACT = Comparator.<Sequence>comparingInt(s -> s.emittedTokens)
            .thenComparing(
                    Comparator.<Sequence>comparingInt(Sequence::promptTokens).reversed());

    private final KvCache cache;
    private final List<Sequence> running = new ArrayList<>();

    DecodeBatch(KvCache cache) {
        this.cache = cache;
    }

    /** A view. */
    List<Sequence> running() {
        return Collections.unmodifiableList(running);
    }

    void add(Sequence sequence) {
        running.add(sequence);
    }

    /** Gives every request memory for one more token, retracting requests until there is enough. Returns those. */
    List<Sequence> reserveNextTokens() {
        List<Sequence> retracted = new ArrayList<>();
        while (!cache.canReserve(running, s -> 1)) {
            if (running.size() == 1) {
                throw new IllegalStateException("no memory for the only running request");
            }
            Sequence victim = Collections.min(running, FIRST_TO_RETRACT);
            running.remove(victim);
            cache.release(victim);
            retracted.add(victim);
        }
        cache.reserve(running, s -> 1);
        return retracted;
    }

    /** Emits one token for each request; removes and returns those that are finished with it. */
    List<Sequence> emitAll(List<TokenEvent> events) {
        List<Sequence> finished = new ArrayList<>();
        for (Sequence s : running) {
            s.computedTokens++;
            events.add(s.emit());
            if (s.outputsToCome() == 0) {
                finished.add(s);
            }
        }
        running.removeIf(s -> s.outputsToCome() == 0);
        return finished;
    }

    Optional<Sequence> remove(long requestId) {
        Optional<Sequence> found =
                running.stream().filter(s -> s.request.id() == requestId).findFirst();
        found.ifPresent(running::remove);
        return found;
    }

    /** KV cache read by the next decode step, the new tokens included. */
    long contextTokens() {
        long sum = 0;
        for (Sequence s : running) {
            sum += s.computedTokens + 1;
        }
        return sum;
    }
}
