package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Tells the format of a file of chats by the names in its first record. */
public final class FormatOfFile {
    private FormatOfFile() {}

    /** Empty if it is none of chats; it may be a trace then. */
    public static Optional<DatasetFormat> chats(Path path) {
        if (Files.isDirectory(path)) {
            return Optional.empty();
        }
        DatasetFile file = DatasetFile.of(path);
        Set<String> names = new TreeSet<>();
        try (JsonParser json = DatasetJson.parser(file.open(SlowProgress.none()))) {
            JsonToken token = json.nextToken();
            token = token == JsonToken.START_ARRAY ? json.nextToken() : token;
            while (token == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME) {
                names.add(json.currentName());
                json.nextToken();
                json.skipChildren();
            }
        } catch (JsonProcessingException e) {
            // a table, or the reader says where; the names up to there are enough
        } catch (IOException e) {
            throw DatasetFile.unreadable(path, e);
        }
        boolean messages = names.contains("messages") && !names.contains("timestamp");
        if (names.contains("conversations") || names.contains("conversation") || messages) {
            return Optional.of(DatasetFormat.SHAREGPT);
        }
        if (names.contains("contexts") && names.contains("queries")) {
            return Optional.of(DatasetFormat.LONG_CONTEXT);
        }
        if (names.contains("qa_pairs") || (names.contains("context") && names.contains("question"))) {
            return Optional.of(DatasetFormat.LOOGLE);
        }
        return names.contains("data") ? Optional.of(DatasetFormat.ULTRACHAT) : Optional.empty();
    }
}
