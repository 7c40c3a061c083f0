package volley.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A client of {@link ClientSuite}. How it is started is a script of its name in {@code bench/clients}; one that is not named here
 * is taken for slow, gets prompts in ShareGPT's form, and writes {@code records.jsonl} itself ({@link RecordFiles#own}).
 *
 * @param fast whether it makes tens of thousands of short requests a second, so that a run needs more of them
 * @param even whether it can space requests evenly
 * @param gapsBefore gaps that it records before the one between the first two tokens
 */
record ClientTool(String name, Prompts.Form prompts, boolean fast, boolean even, int gapsBefore, Records records) {
    /** Reads the records that the client left in a run's folder; none if it left none. */
    interface Records {
        List<ClientRecord> read(Path folder) throws IOException;
    }

    private static final ClientTool VOLLEY =
            new ClientTool("volley", Prompts.Form.SHAREGPT, true, true, 0, RecordFiles::volley);

    private static final Map<String, ClientTool> KNOWN = Map.of(
            "volley", VOLLEY,
            "volley-before", VOLLEY,
            "c", new ClientTool("c", Prompts.Form.LINES, true, false, 0, RecordFiles::cClient),
            // Its first gap is from the role event to the first text.
            "vllm-rs", new ClientTool("vllm-rs", Prompts.Form.SHAREGPT, true, true, 1, RecordFiles::vllm),
            "sglang-rust", new ClientTool("sglang-rust", Prompts.Form.SHAREGPT, true, false, 0, RecordFiles::sglang),
            "sglang-python",
                    new ClientTool("sglang-python", Prompts.Form.SHAREGPT, false, false, 0, RecordFiles::sglang),
            "aiperf", new ClientTool("aiperf", Prompts.Form.SESSIONS, false, true, 0, RecordFiles::aiperf),
            "guidellm", new ClientTool("guidellm", Prompts.Form.WITH_LENGTH, false, true, 0, RecordFiles::guidellm),
            "inference-perf",
                    new ClientTool("inference-perf", Prompts.Form.LINES, false, false, 0, RecordFiles::inferencePerf),
            "evalscope", new ClientTool("evalscope", Prompts.Form.LINES, false, false, 0, RecordFiles::evalscope));

    static ClientTool of(String name) {
        ClientTool known = KNOWN.get(name);
        return known == null
                ? new ClientTool(name, Prompts.Form.SHAREGPT, false, true, 0, RecordFiles::own)
                : new ClientTool(name, known.prompts, known.fast, known.even, known.gapsBefore, known.records);
    }
}
