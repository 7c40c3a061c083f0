package volley.video;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import volley.config.ImageFormat;
import volley.config.VideoForm;

/**
 * How videos are sent.
 *
 * @param maxFrames frames sampled at most
 * @param frameFormat of the frames in {@link VideoForm#IMAGE_LIST}
 */
record VideoEncoding(VideoForm form, int maxFrames, ImageFormat frameFormat, VideoDecoder decoder) {
    /** Names everything that decides the bytes. */
    String identity() {
        return switch (form) {
            case VIDEO_FILE -> "video-file";
            case IMAGE_LIST -> sampled("image-list " + frameFormat);
            case JPEG_FRAMES -> sampled("jpeg-frames");
            case SGLANG_LEGACY -> sampled("sglang-legacy");
        };
    }

    private String sampled(String what) {
        return what + " of at most " + maxFrames + " frames by " + decoder.name();
    }

    /**
     * Writes the parts.
     *
     * @param frameCount frames of the video as the dataset has it; 0 if it has not
     * @return how many frames the server is expected to see
     */
    int write(Path video, int frameCount, OutputStream out) throws IOException {
        PartsWriter parts = new PartsWriter(out);
        if (form == VideoForm.VIDEO_FILE) {
            // the server would find out in the middle of the run
            decoder.check(video);
            parts.videoFile(video);
            return frameCount == 0 ? maxFrames : Math.min(frameCount, maxFrames);
        }
        int[] indices = FrameIndices.even(decoder.countFrames(video), maxFrames);
        switch (form) {
            case IMAGE_LIST -> frames(video, indices, (frame, number) -> parts.image(frame, frameFormat));
            case JPEG_FRAMES -> {
                parts.open("video_url", "data:video/jpeg;base64,");
                frames(video, indices, (frame, number) -> {
                    parts.text(number == 0 ? "" : ",");
                    parts.base64(plain -> FrameEncoder.write(frame, ImageFormat.JPEG, plain));
                });
                parts.close();
            }
            case SGLANG_LEGACY -> {
                parts.open("image_url", "video:");
                parts.base64(plain ->
                        frames(video, indices, (frame, number) -> FrameEncoder.write(frame, ImageFormat.PNG, plain)));
                parts.close();
            }
            default -> throw new IllegalStateException("no frames in " + form);
        }
        return indices.length;
    }

    @FunctionalInterface
    private interface NumberedSink {
        void accept(RgbFrame frame, int number) throws IOException;
    }

    /** The frames at these indices; the last one again for those a damaged file does not give. */
    private void frames(Path video, int[] indices, NumberedSink sink) throws IOException {
        Tail tail = new Tail(sink);
        decoder.decode(video, indices, tail);
        if (tail.last == null) {
            throw new IOException(video + " has no frame that can be decoded");
        }
        while (tail.count < indices.length) {
            tail.accept(tail.last);
        }
    }

    private static final class Tail implements VideoDecoder.Sink {
        private final NumberedSink sink;
        private RgbFrame last;
        private int count;

        Tail(NumberedSink sink) {
            this.sink = sink;
        }

        @Override
        public void accept(RgbFrame frame) throws IOException {
            last = frame;
            sink.accept(frame, count++);
        }
    }
}
