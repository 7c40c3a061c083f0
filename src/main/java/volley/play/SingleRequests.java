package volley.play;

import java.util.List;
import java.util.Optional;
import volley.client.RequestFactory;
import volley.client.ResponseReader;

/** How a run asks its server one question at a time, beside the load: as the load does, but with texts of its own. */
interface SingleRequests {
    /** The requests of the load, those of each LoRA adapter. */
    List<RequestFactory> requests();

    /** @param cacheSalt keeps the server from finding what others have cached; empty: none */
    RequestFactory requests(Optional<String> cacheSalt);

    ResponseReader reader();

    TextForm form();

    /** Whether nobody wants the answers any more. */
    boolean cancelled();

    /** From now on the load's requests carry this salt; empty: none. */
    void cacheSalt(Optional<String> salt);
}
