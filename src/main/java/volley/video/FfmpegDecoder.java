package volley.video;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Decodes by the programs {@code ffmpeg} and {@code ffprobe}. */
final class FfmpegDecoder implements VideoDecoder {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long LONGEST_MINUTES = 10;
    private static final Pattern VERSION = Pattern.compile("ffmpeg version n?(\\d+)\\.(\\d+)");

    /** Frames as they are, none repeated or left out to keep a rate: the option's name changed in 5.1. */
    private final List<String> everyFrameOnce;

    private FfmpegDecoder(List<String> everyFrameOnce) {
        this.everyFrameOnce = everyFrameOnce;
    }

    /** Empty if the programs do not start. */
    static Optional<FfmpegDecoder> onPath() {
        try {
            String version = output(List.of("ffmpeg", "-version"));
            output(List.of("ffprobe", "-version"));
            return Optional.of(new FfmpegDecoder(
                    isOlderThanFpsMode(version) ? List.of("-vsync", "0") : List.of("-fps_mode", "passthrough")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOlderThanFpsMode(String version) {
        Matcher found = VERSION.matcher(version);
        return found.find() && Integer.parseInt(found.group(1)) * 100 + Integer.parseInt(found.group(2)) < 501;
    }

    @Override
    public String name() {
        return "ffmpeg";
    }

    @Override
    public int countFrames(Path video) throws IOException {
        // packets, not frames: counted without decoding
        String count = output(List.of(
                        "ffprobe",
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-count_packets",
                        "-show_entries",
                        "stream=nb_read_packets",
                        "-of",
                        "csv=p=0",
                        file(video)))
                .strip()
                .replace(",", "");
        if (!count.matches("[1-9]\\d{0,8}")) {
            throw new IOException(video + " has no video stream with frames");
        }
        return Integer.parseInt(count);
    }

    @Override
    public void decode(Path video, int[] indices, Sink sink) throws IOException {
        String wanted = Arrays.stream(indices)
                .mapToObj(index -> "eq(n\\," + index + ")")
                .collect(Collectors.joining("+"));
        List<String> command = new ArrayList<>(List.of(
                "ffmpeg", "-nostdin", "-v", "error", "-i", file(video), "-map", "0:v:0", "-vf", "select=" + wanted));
        command.addAll(everyFrameOnce);
        command.addAll(List.of(
                "-frames:v",
                String.valueOf(indices.length),
                "-pix_fmt",
                "rgb24",
                "-c:v",
                "ppm",
                "-f",
                "image2pipe",
                "pipe:1"));
        run(command, out -> {
            InputStream frames = new BufferedInputStream(out, BUFFER_BYTES);
            for (Optional<RgbFrame> frame = PpmStream.next(frames); frame.isPresent(); frame = PpmStream.next(frames)) {
                sink.accept(frame.get());
            }
        });
    }

    /** The first frame is decoded, and the container read to its end. */
    @Override
    public void check(Path video) throws IOException {
        countFrames(video);
        FirstFrame.of(this, video);
    }

    /** So that no name is taken for an option or a protocol. */
    private static String file(Path video) {
        return "file:" + video.toAbsolutePath();
    }

    private static String output(List<String> command) throws IOException {
        StringBuilder text = new StringBuilder();
        run(command, out -> text.append(new String(out.readAllBytes(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    @FunctionalInterface
    private interface Reading {
        void accept(InputStream out) throws IOException;
    }

    private static void run(List<String> command, Reading reading) throws IOException {
        Path errors = Files.createTempFile("volley-ffmpeg", ".txt");
        Process process = null;
        try {
            process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            CompletableFuture.delayedExecutor(LONGEST_MINUTES, TimeUnit.MINUTES).execute(process::destroyForcibly);
            try (InputStream out = process.getInputStream()) {
                reading.accept(out);
            }
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                String reason = Files.readString(errors, StandardCharsets.ISO_8859_1)
                        .lines()
                        .reduce((first, last) -> last)
                        .orElse("no reason given");
                throw new IOException(command.get(0) + " failed: " + reason);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.get(0) + " was interrupted", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.deleteIfExists(errors);
        }
    }
}
