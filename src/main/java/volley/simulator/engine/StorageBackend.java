package volley.simulator.engine;

/**
 * Where the third cache level is, with what a transfer takes there. The figures are constants of the model, not
 * measurements made here; both ways are taken to be as fast.
 */
public enum StorageBackend {
    /**
     * Files on a local disk, one for each page. 7 GB/s: derived from SGLang issue 26305, where 90 % of 131,072 tokens of
     * MiniMax M2.7 took 4.2 s longer from files than from memory, at 254 kB a token (62 layers, 8 heads of 128, bf16, as
     * MiniMax M2's configuration has them). The latency, 5 ms for the 128 files of a batch, is an assumption.
     */
    FILE("HiCacheFile", 7e9, 5_000_000),
    /**
     * Mooncake's store in other machines' memory over RDMA. 21.75 GB/s: a quarter of the 87 GB/s that Mooncake's README
     * tells of its transfer engine over four networks of 200 Gbit/s, which is one of them for the GPU. The latency,
     * 0.5 ms for a batch, is an assumption.
     */
    MOONCAKE("MooncakeStore", 21.75e9, 500_000);

    private final String sglangName;
    private final double bytesPerSecond;
    private final long batchLatencyNs;

    StorageBackend(String sglangName, double bytesPerSecond, long batchLatencyNs) {
        this.sglangName = sglangName;
        this.bytesPerSecond = bytesPerSecond;
        this.batchLatencyNs = batchLatencyNs;
    }

    /** SGLang's class, which it tells as {@code storage_backend}. */
    public String sglangName() {
        return sglangName;
    }

    public double bytesPerSecond() {
        return bytesPerSecond;
    }

    /** What each batch of up to {@link StorageTierConfig#BATCH_PAGES} pages takes beside its bytes. */
    public long batchLatencyNs() {
        return batchLatencyNs;
    }
}
