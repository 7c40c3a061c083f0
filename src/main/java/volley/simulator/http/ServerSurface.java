package volley.simulator.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * The HTTP surface of one kind of server: which routes it has, and how it writes answers, errors, ids and metrics. Holds
 * no state; a kind of server is one implementation and its entry in {@link Surfaces}.
 */
interface ServerSurface {
    /** Routes that need no model, by path. */
    Map<String, ShortRoute> shortRoutes();

    /** Routes that are asked for tokens, by path. */
    Map<String, AnswerRoute> answerRoutes();

    /**
     * An answer's id.
     *
     * @param kind what some servers put before it, such as {@code chatcmpl-}
     */
    String answerId(AnswerId id, String kind);

    /** Body of an error status on OpenAI's routes, and of one that belongs to no route. */
    ObjectNode error(int status, String message);

    /** The object inside an error event of OpenAI's routes. */
    default String inBandError(int status, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .<ObjectNode>set("error", error(status, message))
                .toString();
    }

    /** Body of status 401. */
    default String unauthorized() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error", "Unauthorized")
                .toString();
    }

    /** The parts of a chat's stream. */
    ChatFragments chatFragments(AnswerHead head);

    /** A chat's answer in one piece. */
    String wholeChat(WholeText whole);

    /** What is added to a choice of /v1/completions, behind a comma. */
    default String completionStopField() {
        return "";
    }

    /** Whether fields that are null are left out of a stream's events. */
    default boolean dropsNulls() {
        return false;
    }

    /** What stands in place of usage, behind a comma, in the events before that of a usage that was asked for. */
    default String usageBeforeItsEvent() {
        return "";
    }

    /** Whether every event of a stream can tell the usage so far; if not, a request for that is not heeded. */
    default boolean hasContinuousUsage() {
        return true;
    }

    /** Whether usage has a field for the tokens taken from the cache. */
    boolean tellsCachedTokens();

    /** The same of /v1/completions. */
    default boolean tellsCachedTokensOfCompletions() {
        return tellsCachedTokens();
    }

    /** Whether usage can tell from which tier of the cache they were taken. */
    default boolean tellsTiers() {
        return false;
    }

    /** Further fields of usage, behind a comma. */
    default String moreUsage() {
        return "";
    }

    /**
     * Labels of each sample of /metrics.
     *
     * @param modelLabel the label with the model's name
     */
    default String metricLabels(String modelLabel) {
        return modelLabel;
    }

    /** Writes /metrics; nothing where the kind of server has no such route. */
    void metrics(PrometheusText text, ServerMetrics metrics, ModelLoad load);
}
