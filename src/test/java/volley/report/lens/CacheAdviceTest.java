package volley.report.lens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import volley.config.Backend;
import volley.prefix.MissRatioCurve;

class CacheAdviceTest {
    /** Of 1,000 prompt tokens, 400 can be hits: 100 of them up to a cache of 100 tokens, the others from 700 to 1,000. */
    private static final MissRatioCurve CURVE = curve();

    private static final Optional<String> FLAG = Backend.SGLANG.hostTierFlag();

    private static MissRatioCurve curve() {
        MissRatioCurve.Builder curve = new MissRatioCurve.Builder();
        curve.request(999);
        curve.run(0, 100);
        curve.run(700, 300);
        return curve.build();
    }

    @Test
    void withoutASizeItSaysWhatTheWorkloadWants() {
        assertThat(advice(OptionalLong.empty(), OptionalLong.empty()))
                .isEqualTo("An unlimited cache would answer 40.0 % of the prompt tokens; 996 tokens of cache give 99 % "
                        + "of that.");
    }

    @Test
    void withAGpuThatIsTooSmallItSaysWhatAHostCacheWouldGive() {
        assertThat(advice(OptionalLong.of(300), OptionalLong.empty()))
                .endsWith(
                        "The GPU's 300 tokens give 10.0 %, --hicache-ratio 2 would give 30.0 %; 696 tokens more, 2.4 of "
                                + "the GPU's, are all this workload needs.");
    }

    /** SGLang's flag is of no use to others. */
    @Test
    void whoeverHasNoSuchFlagIsNotToldOfIt() {
        for (Backend other : Backend.values()) {
            if (!other.hostTierFlag().equals(FLAG)) {
                CacheSize size = new CacheSize(1, OptionalLong.of(300), OptionalLong.empty());
                assertThat(CacheAdvice.of(CURVE, 1000, size, other.hostTierFlag())
                                .replace('\u00a0', ' '))
                        .endsWith("The GPU's 300 tokens give 10.0 %; 696 tokens more, 2.4 of the GPU's, are all this"
                                + " workload needs.");
            }
        }
    }

    @Test
    void withAHostCacheItSaysWhatBothGive() {
        assertThat(advice(OptionalLong.of(300), OptionalLong.of(700)))
                .endsWith(
                        "The GPU's 300 tokens give 10.0 %, with the host's 700 they give 10.0 % (where the host has copies"
                                + " of what the GPU has) to 40.0 %; at most 296 tokens more, 1.0 of the GPU's, are all this"
                                + " workload needs.");
        assertThat(advice(OptionalLong.of(300), OptionalLong.of(1000)))
                .endsWith("with the host's 1,000 they give 40.0 %; a larger cache would win nothing.");
    }

    @Test
    void aServerWithoutPrefixCacheIsSaidToHaveNone() {
        assertThat(advice(OptionalLong.of(0), OptionalLong.empty()))
                .endsWith("of that. The server keeps no prefix: its prefix caching is off.");
    }

    @Test
    void aWorkloadWithoutCommonPrefixesNeedsNoCache() {
        MissRatioCurve.Builder none = new MissRatioCurve.Builder();
        none.request(50);
        assertThat(CacheAdvice.of(none.build(), 51, new CacheSize(1, OptionalLong.of(1), OptionalLong.empty()), FLAG))
                .contains("nothing to give");
    }

    private static String advice(OptionalLong gpu, OptionalLong host) {
        return CacheAdvice.of(CURVE, 1000, new CacheSize(1, gpu, host), FLAG).replace('\u00a0', ' ');
    }
}
