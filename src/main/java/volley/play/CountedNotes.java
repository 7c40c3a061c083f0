package volley.play;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import volley.config.GivenAs;
import volley.config.ServerAddress;

/** What happened to requests that their records do not say, counted for the results. Thread-safe. */
public final class CountedNotes {
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger unbelieved = new AtomicInteger();
    private final AtomicInteger redirects = new AtomicInteger();
    private final AtomicInteger withoutIds = new AtomicInteger();
    private volatile String redirectedTo;

    /** A turn is sent once more. */
    public void retry() {
        retries.incrementAndGet();
    }

    /** A request is sent again, to another address of the same server. */
    public void redirect(URI target) {
        redirects.incrementAndGet();
        redirectedTo = ServerAddress.masked(target.toString());
    }

    /** A count of the server's was left out, since it cannot be true. */
    public void unbelieved() {
        unbelieved.incrementAndGet();
    }

    /** An answer came without the server's token ids, where a conversation is made of ids. */
    public void withoutIds() {
        withoutIds.incrementAndGet();
    }

    /** What a reader of the results has to know. */
    List<String> all() {
        List<String> notes = new ArrayList<>();
        if (retries.get() > 0) {
            notes.add(retries.get() + " requests were sent again after the wait the server asked for (Retry-After):"
                    + " the figures of their turns are those of the last sending");
        }
        if (redirects.get() > 0) {
            notes.add(redirects.get() + " requests were redirected, such as to " + redirectedTo
                    + ": their figures begin with the last sending; give that address as "
                    + GivenAs.parameter("base-url"));
        }
        if (unbelieved.get() > 0) {
            notes.add(unbelieved.get()
                    + " answers came with counts that cannot be true (0 tokens beside tokens, below 0 or"
                    + " above all bounds, or more cached tokens than the prompt has): they are taken as not reported");
        }
        if (withoutIds.get() > 0) {
            notes.add(withoutIds.get()
                    + " answers came without the server's token ids: the client's tokenizer made those of the history,"
                    + " which may differ, so that cache hits may end at an answer");
        }
        return notes;
    }
}
