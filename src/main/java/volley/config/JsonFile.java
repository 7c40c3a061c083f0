package volley.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of results that is one JSON object. */
public final class JsonFile {
    private static final JsonMapper JSON = new JsonMapper();

    private JsonFile() {}

    /**
     * @throws FileSystemException with the file's name and a reason in words, if it is cut short, or something else
     * @throws IOException if it cannot be read
     */
    public static ObjectNode read(Path file) throws IOException {
        JsonNode read;
        try {
            read = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            throw new FileSystemException(file.toString(), null, "it is no whole JSON: it ends or is damaged" + where);
        }
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new FileSystemException(file.toString(), null, "it is no JSON object");
    }
}
