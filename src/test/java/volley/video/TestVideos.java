package volley.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Videos made, and whole videos decoded, by ffmpeg: tests that need it are skipped without. */
final class TestVideos {
    private TestVideos() {}

    static FfmpegDecoder ffmpeg() {
        Optional<FfmpegDecoder> ffmpeg = FfmpegDecoder.onPath();
        assumeThat(ffmpeg).as("ffmpeg is not on the PATH").isPresent();
        return ffmpeg.get();
    }

    /** A moving test picture as H.264 with B-frames, in the container that the file's name says. */
    static Path make(Path file, int frames) throws IOException, InterruptedException {
        ffmpeg();
        run(List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=176x144:rate=25",
                "-frames:v",
                String.valueOf(frames),
                "-c:v",
                "libx264",
                "-bf",
                "2",
                "-g",
                "12",
                "-pix_fmt",
                "yuv420p",
                file.toString()));
        return file;
    }

    /** Every frame, from one run of ffmpeg that selects nothing. */
    static List<RgbFrame> allFrames(Path video) throws IOException {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-i",
                        video.toString(),
                        "-vsync",
                        "0",
                        "-pix_fmt",
                        "rgb24",
                        "-c:v",
                        "ppm",
                        "-f",
                        "image2pipe",
                        "pipe:1")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<RgbFrame> frames = new ArrayList<>();
        try (InputStream out = new BufferedInputStream(process.getInputStream())) {
            for (Optional<RgbFrame> next = PpmStream.next(out); next.isPresent(); next = PpmStream.next(out)) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    /** Peak signal-to-noise ratio over all samples, dB; infinite for equal frames. */
    static double psnrDb(RgbFrame a, RgbFrame b) {
        assertThat(a.width()).isEqualTo(b.width());
        assertThat(a.height()).isEqualTo(b.height());
        double squares = 0;
        for (int i = 0; i < a.rgb().length; i++) {
            int difference = (a.rgb()[i] & 0xff) - (b.rgb()[i] & 0xff);
            squares += difference * difference;
        }
        return 10 * Math.log10(255.0 * 255.0 * a.rgb().length / squares);
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
