package volley.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import volley.client.SessionHeaders;
import volley.config.SessionSettings;
import volley.dataset.Conversation;
import volley.dataset.Turn;

class ConversationIdsTest {
    private static final SessionSettings NAMED = new SessionSettings(Optional.of("X-Session"), Optional.empty());

    private static List<String> ids(SessionSettings settings, String... given) {
        List<Conversation> conversations = Stream.of(given)
                .map(id -> new Conversation(id, List.of(new Turn("a question", 2, 8))))
                .toList();
        ConversationIds ids = new ConversationIds(settings, conversations);
        return Stream.of(given).map(id -> ids.next()).map(SessionHeaders::id).toList();
    }

    @Test
    void noTwoConversationsHaveTheSame() {
        assertThat(ids(NAMED, "a", "b", "a", "", "c")).containsExactly("a-0", "b", "a-2", "-3", "c");
        assertThat(ids(NAMED, "a", "a", "a-0", "a-1")).doesNotHaveDuplicates();
    }

    @Test
    void withoutAHeaderThereIsNone() {
        assertThat(ids(SessionSettings.NONE, "a", "a")).containsExactly("", "");
    }
}
