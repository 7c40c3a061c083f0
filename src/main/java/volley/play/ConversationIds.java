package volley.play;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import volley.client.SessionHeaders;
import volley.config.SessionSettings;
import volley.dataset.Conversation;

/** What routers know a run's conversations by: their ids, with their numbers where two have the same. */
final class ConversationIds {
    private final SessionSettings settings;
    private final Iterator<Conversation> conversations;
    private final Set<String> twice = new HashSet<>();
    private final Set<String> given = new HashSet<>();
    private int number;

    /** @param conversations in the order of their numbers */
    ConversationIds(SessionSettings settings, List<Conversation> conversations) {
        this.settings = settings;
        this.conversations = conversations.iterator();
        Set<String> once = new HashSet<>();
        if (settings.idHeader().isPresent()) {
            for (Conversation conversation : conversations) {
                if (conversation.id().isBlank() || !once.add(conversation.id())) {
                    twice.add(conversation.id());
                }
            }
        }
    }

    /** The headers of the next conversation. */
    SessionHeaders next() {
        String id = conversations.next().id();
        String unique = twice.contains(id) ? id + "-" + number : id;
        while (settings.idHeader().isPresent() && !given.add(unique)) {
            unique += "-" + number;
        }
        number++;
        return SessionHeaders.of(settings, unique);
    }
}
