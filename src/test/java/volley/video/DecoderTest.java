package volley.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecoderTest {
    private static final Path SHARED = Path.of("../shared/data/video");
    private static final double LEAST_PSNR_DB = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "avi"})
    void ffmpegGivesExactlyTheFramesAtTheIndices(String container) throws Exception {
        equalsFfmpegsWholeDecoding(TestVideos.ffmpeg(), container, Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov"})
    void jcodecGivesTheFramesAtTheIndices(String container) throws Exception {
        equalsFfmpegsWholeDecoding(new JcodecDecoder(), container, LEAST_PSNR_DB);
    }

    private void equalsFfmpegsWholeDecoding(VideoDecoder decoder, String container, double leastDb) throws Exception {
        Path video = TestVideos.make(folder.resolve("test." + container), 60);
        List<RgbFrame> all = TestVideos.allFrames(video);
        assertThat(all).hasSize(60);
        assertThat(decoder.countFrames(video)).isEqualTo(60);
        for (int most : new int[] {1, 2, 7, 16, 60}) {
            int[] indices = FrameIndices.even(60, most);
            List<RgbFrame> frames = decode(decoder, video, indices);
            assertThat(frames).hasSize(indices.length);
            for (int i = 0; i < indices.length; i++) {
                assertThat(TestVideos.psnrDb(frames.get(i), all.get(indices[i])))
                        .as("frame %d of %d", indices[i], most)
                        .isGreaterThanOrEqualTo(leastDb);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample-1.mp4", "sample-2.mov", "sample-3.mp4"})
    void aVideoIsCheckedWithoutBeingSentInFrames(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("data/NExTVideo", name));
        List<VideoDecoder> decoders = new ArrayList<>(List.of(new JcodecDecoder()));
        FfmpegDecoder.onPath().ifPresent(decoders::add);
        for (VideoDecoder decoder : decoders) {
            decoder.check(Path.of("data/NExTVideo", name));
            for (int bytes : new int[] {0, 1, 7, 40, whole.length / 3}) {
                Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, bytes));
                assertThatThrownBy(() -> decoder.check(cut))
                        .as("%s of %d bytes by %s", name, bytes, decoder.name())
                        .isInstanceOf(IOException.class);
            }
            Path text = Files.writeString(folder.resolve(name), "this is not a video, whatever its name says");
            assertThatThrownBy(() -> decoder.check(text)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void jcodecLeavesWhatItCannotDecodeToTheServer() throws IOException {
        Path webm = Files.write(folder.resolve("x.webm"), new byte[] {0x1a, 0x45, (byte) 0xdf, (byte) 0xa3, 1});
        new JcodecDecoder().check(webm);
    }

    @Test
    void ffmpegsFramesHaveTheRecordedDigests() throws Exception {
        Path video = SHARED.resolve("testsrc_320x240_25fps_500f_h264_bframes.mp4");
        assumeThat(Files.exists(video)).as("%s is not here", video).isTrue();
        List<String> digests = Files.readAllLines(SHARED.resolve("testsrc.framemd5")).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
                .toList();
        FfmpegDecoder decoder = TestVideos.ffmpeg();
        int[] indices = FrameIndices.even(decoder.countFrames(video), 16);
        List<RgbFrame> frames = decode(decoder, video, indices);
        for (int i = 0; i < indices.length; i++) {
            assertThat(md5(frames.get(i))).isEqualTo(digests.get(indices[i]));
        }
    }

    @Test
    void jcodecReadsItsOwnBaselineAndTheSamples() throws Exception {
        Path baseline = SHARED.resolve("jcodec_320x240_25fps_100f_baseline.mp4");
        assumeThat(Files.exists(baseline)).as("%s is not here", baseline).isTrue();
        assertThat(new JcodecDecoder().countFrames(baseline)).isEqualTo(100);
        assertThat(decode(new JcodecDecoder(), baseline, new int[] {0, 50, 99})).hasSize(3);
    }

    @Test
    void theSamplesNeedNoFfmpeg() throws IOException {
        for (String sample : List.of("sample-1.mp4", "sample-2.mov", "sample-3.mp4")) {
            Path video = Path.of("data/NExTVideo", sample);
            int frames = new JcodecDecoder().countFrames(video);
            assertThat(decode(new JcodecDecoder(), video, FrameIndices.even(frames, 16)))
                    .as(sample)
                    .hasSize(16);
        }
    }

    @ParameterizedTest
    @CsvSource({"ffmpeg, mp4", "ffmpeg, avi", "jcodec, mp4", "jcodec, avi"})
    void brokenFilesAreReportedInOneLine(String decoder, String container) throws Exception {
        VideoDecoder broken = decoder.equals("ffmpeg") ? TestVideos.ffmpeg() : new JcodecDecoder();
        Path noise = Files.write(folder.resolve("noise." + container), new byte[5000]);
        Path empty = Files.createFile(folder.resolve("empty." + container));
        Path text = Files.writeString(folder.resolve("text." + container), "no video at all");
        for (Path video : List.of(noise, empty, text)) {
            assertThatThrownBy(() -> broken.countFrames(video))
                    .as("%s", video)
                    .isInstanceOf(IOException.class)
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aVideoCutShortGivesWhatItHas() throws Exception {
        Path whole = TestVideos.make(folder.resolve("whole.avi"), 60);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.avi"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(TestVideos.ffmpeg().countFrames(cut)).isBetween(1, 59);
    }

    private static List<RgbFrame> decode(VideoDecoder decoder, Path video, int[] indices) throws IOException {
        List<RgbFrame> frames = new ArrayList<>();
        decoder.decode(video, indices, frames::add);
        return frames;
    }

    private static String md5(RgbFrame frame) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(frame.rgb()));
    }
}
