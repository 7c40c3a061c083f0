package volley.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the error bodies of several kinds of server have in common. */
final class ServerErrors {
    private ServerErrors() {}

    /** Name of the error behind an HTTP status. */
    static String type(int status) {
        return switch (status) {
            case 404 -> "NotFoundError";
            case 405 -> "MethodNotAllowedError";
            case 429 -> "RateLimitError";
            default -> status < 500 ? "BadRequestError" : "InternalServerError";
        };
    }

    /** An empty JSON object. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
