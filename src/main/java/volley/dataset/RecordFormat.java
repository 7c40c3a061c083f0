package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** How one record of a format becomes a {@link Draft}. Stateless. */
interface RecordFormat {
    /**
     * Reads one record.
     *
     * @param json stands on the record's START_OBJECT; left after the record's last token
     * @param withText false asks for structure only: a format may then leave out ids and texts, so that a scan does not
     *     decode strings nobody reads. Defects and groups are told either way
     * @throws MalformedRecordException if the record is JSON, but not of this format
     * @throws IOException if it is not JSON, or the file cannot be read
     */
    Draft read(JsonParser json, boolean withText) throws IOException;

    /** Fewest tokens of an answer, below which the conversation ends before that turn. */
    int minAnswerTokens();

    /** Whether drafts have a {@link Draft#document()}. */
    default boolean hasDocuments() {
        return false;
    }
}
