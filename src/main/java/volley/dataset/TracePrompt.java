package volley.dataset;

/**
 * The prompt of a trace's request: its blocks, the last one perhaps in part, and what no block tells as a text of its own.
 *
 * @param place of the request in the trace, from 0
 */
record TracePrompt(BlockTexts blocks, TraceRequest request, int place) implements PromptText {
    @Override
    public String text() {
        StringBuilder text = new StringBuilder(Math.multiplyExact(request.inputTokens(), 7));
        int left = request.inputTokens();
        if (request.blockIds() != null) {
            for (long id : request.blockIds()) {
                int tokens = Math.min(left, blocks.blockTokens());
                blocks.append(text, id, tokens);
                left -= tokens;
            }
        }
        if (left > 0) {
            blocks.appendUnshared(text, place, left);
        }
        return text.toString();
    }

    @Override
    public String identity() {
        return blocks.identity() + " " + request.inputTokens() + " " + place + " "
                + (request.blocks() == null ? "none" : request.blocks().identity());
    }

    @Override
    public boolean atHand() {
        return false;
    }
}
