package volley.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/** A route that is asked for tokens, by POST. */
interface AnswerRoute {
    /** Reads a request's body. */
    Prompt prompt(JsonNode body) throws UnusablePromptException;

    /** Whether the model goes on from the prompt's text as it is, without a chat's template. */
    boolean continuesText();

    /** How the answer to one request is written. */
    AnswerFormat format(ServerContext server, Prompt prompt, AnswerDrafts.Draft draft) throws JsonProcessingException;

    /** Body of an error status. */
    String error(int status, String message);

    /** The object inside an error event of a stream. */
    String inBandError(int status, String message);
}
