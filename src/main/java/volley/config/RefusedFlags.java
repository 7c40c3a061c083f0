package volley.config;

import java.util.Optional;

/**
 * Flags of the original's programs, and of SGLang's own bench_serving of today, that are no parameters here: each with its
 * reason, and what to give in its place.
 */
final class RefusedFlags {
    private RefusedFlags() {}

    /** Nothing, if the original has no such flag or it is a parameter here. */
    static Optional<String> reason(String name) {
        return Optional.ofNullable(
                switch (name) {
                    case "enable-multiturn" -> "choose the simulation: " + GivenAs.running(SimulationKind.MULTITURN);
                    case "enable-shared-prefix" -> "choose the simulation: "
                            + GivenAs.running(SimulationKind.SHARED_PREFIX);
                    case "apply-chat-template" -> "the server applies its own template to chat messages";
                    case "return-logprob" -> "log-probabilities change what is measured and no figure needs them";
                    case "sharegpt-context-len" -> "it has no effect in the original; filter the dataset instead";
                    case "multi", "request-rate-range" -> "it crashes in the original; give a list, such as "
                            + GivenAs.setting("request-rate", "2,4,8");
                        // of pull requests that were closed
                    case "cache-report" -> "cached tokens are always reported, by tier where the server tells: look into"
                            + " the table, summary.json and volley.html";
                    case "duration" -> "it is " + GivenAs.setting("duration-seconds", "600")
                            + " here, and a client begins one conversation after the other with "
                            + GivenAs.setting("new-sessions", "true");
                    case "min-session-rounds" -> instead("min-rounds");
                    case "max-session-rounds" -> instead("max-rounds");
                    case "flush-between-rounds" -> "a flush between rounds leaves nothing to be measured of a cache;"
                            + " rates are flushed apart";
                    case "served-model-name" -> instead("model");
                    case "max-prompt-len" -> "it drops requests, of which nothing is told; filter the dataset instead";
                        // of bench_mix
                    case "log-level" -> "nothing is logged beside the results";
                    case "debug-log-file" -> "every request is in requests.jsonl";
                        // of sglang.benchmark.serving
                    case "flush-cache-timeout" -> instead("flush-timeout-seconds");
                    case "temperature", "top-p" -> "the temperature is 0; give "
                            + GivenAs.setting("extra-request-body", "'{\"" + name.replace('-', '_') + "\": 0.9}'");
                    case "output-details", "print-requests" -> "every request is in requests.jsonl";
                    case "use-trace-timestamps" -> "a trace's times are kept: "
                            + GivenAs.running(SimulationKind.TRACE_REPLAY);
                    case "ready-check-timeout-sec" -> "a server that does not answer is told at once; wait for it before";
                    case "tokenize-prompt" -> "token ids are sent with " + GivenAs.setting("history", "ids");
                    default -> null;
                });
    }

    private static String instead(String parameter) {
        return "it is " + GivenAs.parameter(parameter) + " here";
    }
}
