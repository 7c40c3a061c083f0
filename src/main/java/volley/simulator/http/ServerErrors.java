package volley.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import volley.config.Backend;

/** Error bodies in each flavour's form. */
final class ServerErrors {
    private ServerErrors() {}

    /** Body of an error status on an OpenAI route. */
    static String body(Backend backend, int status, String message) {
        return openAi(backend, status, message).toString();
    }

    /** The object inside an in-band error event, and the body of errors of SGLang's own routes. */
    static String wrapped(Backend backend, int status, String message) {
        ObjectNode error = openAi(backend, status, message);
        return backend == Backend.VLLM
                ? error.toString()
                : object().set("error", error).toString();
    }

    /** SGLang's own routes say only what is wrong. */
    static String nativeRoute(String message) {
        return object().set("error", object().put("message", message)).toString();
    }

    /** Body of status 401. */
    static String unauthorized(Backend backend) {
        if (backend != Backend.LMDEPLOY) {
            return object().put("error", "Unauthorized").toString();
        }
        ObjectNode error = object().put("message", "Please request with valid api key!")
                .put("type", "invalid_request_error")
                .putNull("param")
                .put("code", "invalid_api_key");
        return object().set("detail", object().set("error", error)).toString();
    }

    private static ObjectNode openAi(Backend backend, int status, String message) {
        String type = type(status);
        return switch (backend) {
            case SGLANG -> object().put("object", "error")
                    .put("message", message)
                    .put("type", type)
                    .putNull("param")
                    .put("code", status);
            case VLLM -> object().set(
                            "error",
                            object().put("message", message)
                                    .put("type", type)
                                    .putNull("param")
                                    .put("code", status));
            case LMDEPLOY -> object().put("message", message)
                    .put("type", type)
                    .put("code", status)
                    .putNull("param")
                    .put("object", "error");
        };
    }

    private static String type(int status) {
        return switch (status) {
            case 404 -> "NotFoundError";
            case 405 -> "MethodNotAllowedError";
            case 429 -> "RateLimitError";
            default -> status < 500 ? "BadRequestError" : "InternalServerError";
        };
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
