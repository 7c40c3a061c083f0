package volley.simulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The constant parts of one chat stream. An event is a part, then (see {@link ChatFormat}) its usage, then a brace.
 *
 * @param role the event before the first token, or null where the kind of server has none
 * @param head an event of tokens up to their text
 * @param tail the same, from its text on
 * @param lastTail the same in the event of the last token
 * @param finish the event after the last token, or null where the last token's carries finish_reason
 * @param noChoices an event without a choice up to the field that follows, or null where every event has one
 * @param noUsage what stands in place of usage in an event before that of the usage
 */
@SuppressWarnings("ArrayRecordComponent") // written as they are; never compared
record ChatFragments(
        byte[] role, byte[] head, byte[] tail, byte[] lastTail, byte[] finish, byte[] noChoices, byte[] noUsage) {
    static Builder builder() {
        return new Builder();
    }

    /** Parts by name. One that is not given is not there, but the last tail is as the others and noUsage is nothing. */
    static final class Builder {
        private String role;
        private String head;
        private String tail;
        private String lastTail;
        private String finish;
        private String noChoices;
        private String noUsage = "";

        private Builder() {}

        Builder role(String part) {
            role = part;
            return this;
        }

        Builder head(String part) {
            head = part;
            return this;
        }

        Builder tail(String part) {
            tail = part;
            return this;
        }

        Builder lastTail(String part) {
            lastTail = part;
            return this;
        }

        Builder finish(String part) {
            finish = part;
            return this;
        }

        Builder noChoices(String part) {
            noChoices = part;
            return this;
        }

        Builder noUsage(String part) {
            noUsage = part;
            return this;
        }

        ChatFragments build() {
            return new ChatFragments(
                    utf8(role),
                    utf8(head),
                    utf8(tail),
                    utf8(lastTail == null ? tail : lastTail),
                    utf8(finish),
                    utf8(noChoices),
                    utf8(noUsage));
        }

        private static byte[] utf8(String text) {
            return text == null ? null : text.getBytes(UTF_8);
        }
    }
}
