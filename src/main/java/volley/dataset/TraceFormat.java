package volley.dataset;

/** The forms of traces that are read. Which a file has, its first record tells. */
public enum TraceFormat {
    /** {@code {timestamp, input_length, output_length, hash_ids}} a line, as published with Mooncake (FAST 2025). */
    MOONCAKE("Mooncake trace", 512, 1),
    /** Alibaba's Bailian traces: Mooncake's fields, with chats, times in seconds and blocks of 16 tokens. */
    BAILIAN("Bailian trace", 16, 1000),
    /** Weka's kv-cache-tester: a session a file, its requests in a list, with sub-agents. */
    KV_CACHE_TESTER("kv-cache-tester session", 64, 1000),
    /** TraceLab: a round of an agent a line, with the tokens that the provider had cached. */
    TRACELAB("TraceLab rounds", 64, 1),
    /** TraceLab's table for replay: a round a row, with the tokens of its context that are kept. */
    TRACELAB_TABLE("TraceLab replay table", 64, 1),
    /** BurstGPT: lengths and times, a row a request. */
    BURST_GPT("BurstGPT trace", 512, 1000),
    /** Azure's LLM inference traces: lengths and times, a row a request. */
    AZURE("Azure trace", 512, 1);

    private final String title;
    private final int blockTokens;
    private final double msPerTime;

    TraceFormat(String title, int blockTokens, double msPerTime) {
        this.title = title;
        this.blockTokens = blockTokens;
        this.msPerTime = msPerTime;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** Tokens of a block, where nothing else is said. */
    int blockTokens() {
        return blockTokens;
    }

    /** Milliseconds in a unit of its times. */
    double msPerTime() {
        return msPerTime;
    }

    /** Whether a prompt's last tokens, if they fill no block, may have no id. */
    boolean hasWholeBlocksOnly() {
        return this == KV_CACHE_TESTER || this == TRACELAB || this == TRACELAB_TABLE;
    }

    /** Whether its records are rows of a table with a header. */
    boolean isTable() {
        return this == TRACELAB_TABLE || this == BURST_GPT || this == AZURE;
    }
}
