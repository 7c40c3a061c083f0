package volley.simulator.http;

/**
 * What stands in every event of one answer of OpenAI's routes.
 *
 * @param createdSeconds seconds since 1970
 * @param modelJson the model's name as a JSON string with its quotes
 * @param finishReason why the answer ends
 */
record AnswerHead(String id, long createdSeconds, String modelJson, String finishReason) {
    /**
     * An event or a whole answer up to its first choice.
     *
     * @param object what it says that it is, such as {@code chat.completion}
     */
    String start(String object) {
        return "{\"id\":\"" + id + "\",\"object\":\"" + object + "\",\"created\":" + createdSeconds + ",\"model\":"
                + modelJson + ",\"choices\":[";
    }
}
