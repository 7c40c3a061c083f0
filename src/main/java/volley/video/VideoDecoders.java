package volley.video;

/** The decoders there are. */
final class VideoDecoders {
    private VideoDecoders() {}

    /** ffmpeg where it is on the PATH, since it reads every format; else jcodec, which reads H.264 in mp4 and mov. */
    static VideoDecoder best() {
        return FfmpegDecoder.onPath().<VideoDecoder>map(each -> each).orElseGet(JcodecDecoder::new);
    }
}
