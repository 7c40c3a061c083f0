package volley.simulator.engine;

/** Counters since the engine's creation; their meanings are {@link EngineStats}'. */
final class Totals {
    long promptTokens;
    long cachedDeviceTokens;
    long cachedHostTokens;
    long cachedStorageTokens;
    long prefilledTokens;
    long generatedTokens;
    long finishedRequests;
    long retractions;
    long prefillSteps;
    long decodeSteps;

    void admitted(int inputTokens, int deviceTokens, int hostTokens, int storageTokens) {
        promptTokens += inputTokens;
        cachedDeviceTokens += deviceTokens;
        cachedHostTokens += hostTokens;
        cachedStorageTokens += storageTokens;
    }
}
