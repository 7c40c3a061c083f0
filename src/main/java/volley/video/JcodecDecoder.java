package volley.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.api.PictureWithMetadata;
import org.jcodec.common.Codec;
import org.jcodec.common.DemuxerTrack;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Picture;
import org.jcodec.containers.mp4.demuxer.MP4Demuxer;

/**
 * Decodes in Java, where there is no ffmpeg: H.264 in mp4 and mov. jcodec hands frames out in the order in which they
 * are coded; the order in which they are shown is that of their timestamps.
 */
final class JcodecDecoder implements VideoDecoder {
    private static final int LUMA_BLACK = 16;
    private static final int CHROMA_NEUTRAL = 128;
    /** jcodec keeps samples as signed bytes around this value. */
    private static final int SAMPLE_OFFSET = 128;

    @Override
    public String name() {
        return "jcodec";
    }

    @Override
    public int countFrames(Path video) throws IOException {
        int frames = shownAtSeconds(video).size();
        if (frames == 0) {
            throw new IOException(video + " has no video stream with frames");
        }
        return frames;
    }

    @Override
    public void decode(Path video, int[] indices, Sink sink) throws IOException {
        List<Double> shownAt = shownAtSeconds(video);
        Map<Double, Integer> placeByTime = new HashMap<>();
        for (int place = 0; place < indices.length && indices[place] < shownAt.size(); place++) {
            placeByTime.put(shownAt.get(indices[place]), place);
        }
        // a frame waits here for those coded after it and shown before it: a handful
        Map<Integer, RgbFrame> early = new TreeMap<>();
        int next = 0;
        int wanted = placeByTime.size();
        try (SeekableByteChannel channel = NIOUtils.readableChannel(video.toFile())) {
            FrameGrab frames = grab(video, channel);
            for (PictureWithMetadata each = decoded(video, frames);
                    each != null && next < wanted;
                    each = decoded(video, frames)) {
                Integer place = placeByTime.get(each.getTimestamp());
                if (place != null) {
                    early.put(place, rgb(each.getPicture().cropped()));
                }
                for (RgbFrame due = early.remove(next); due != null; due = early.remove(next)) {
                    sink.accept(due);
                    next++;
                }
            }
        }
    }

    /**
     * Of mp4 and mov the boxes must be whole, and H.264 in it must decode. Other codecs and containers, which jcodec cannot
     * decode, are told by their first bytes.
     */
    @Override
    public void check(Path video) throws IOException {
        if (!ContainerCheck.isMp4(video)) {
            return;
        }
        Codec codec;
        try (SeekableByteChannel channel = NIOUtils.readableChannel(video.toFile())) {
            DemuxerTrack track = MP4Demuxer.createMP4Demuxer(channel).getVideoTrack();
            if (track == null) {
                throw new IOException(video + " has no video stream");
            }
            codec = track.getMeta().getCodec();
        } catch (RuntimeException e) {
            throw unreadable(video, e);
        }
        if (codec == Codec.H264) {
            countFrames(video);
            FirstFrame.of(this, video);
        }
    }

    /** Times of all frames, in the order in which they are shown. */
    private static List<Double> shownAtSeconds(Path video) throws IOException {
        try (SeekableByteChannel channel = NIOUtils.readableChannel(video.toFile())) {
            DemuxerTrack track = grab(video, channel).getVideoTrack();
            List<Double> times = new ArrayList<>();
            for (Packet packet = track.nextFrame(); packet != null; packet = track.nextFrame()) {
                times.add(packet.getPtsD());
            }
            Collections.sort(times);
            return times;
        } catch (RuntimeException e) {
            throw unreadable(video, e);
        }
    }

    private static FrameGrab grab(Path video, SeekableByteChannel channel) throws IOException {
        try {
            FrameGrab frames = FrameGrab.createFrameGrab(channel);
            if (frames.getVideoTrack() != null && frames.getDecoder() != null) {
                return frames;
            }
        } catch (JCodecException | RuntimeException e) {
            throw unreadable(video, e);
        }
        throw new IOException(video + " has no video stream that jcodec decodes; install ffmpeg");
    }

    private static PictureWithMetadata decoded(Path video, FrameGrab frames) throws IOException {
        try {
            return frames.getNativeFrameWithMetadata();
        } catch (RuntimeException e) {
            throw unreadable(video, e);
        }
    }

    /** jcodec reports damage by whatever exception its code runs into. */
    private static IOException unreadable(Path video, Exception e) {
        return new IOException(video + " cannot be decoded by jcodec (" + e + "); install ffmpeg", e);
    }

    /** By ITU-R BT.601 with studio range, a chroma sample for two by two pixels. */
    private static RgbFrame rgb(Picture picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] luma = picture.getPlaneData(0);
        byte[] blue = picture.getPlaneData(1);
        byte[] red = picture.getPlaneData(2);
        int chromaWidth = picture.getPlaneWidth(1);
        byte[] rgb = new byte[width * height * 3];
        int out = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int chroma = (y >> 1) * chromaWidth + (x >> 1);
                double light = 1.164383 * (luma[y * width + x] + SAMPLE_OFFSET - LUMA_BLACK);
                int cb = blue[chroma] + SAMPLE_OFFSET - CHROMA_NEUTRAL;
                int cr = red[chroma] + SAMPLE_OFFSET - CHROMA_NEUTRAL;
                rgb[out++] = sample(light + 1.596027 * cr);
                rgb[out++] = sample(light - 0.391762 * cb - 0.812968 * cr);
                rgb[out++] = sample(light + 2.017232 * cb);
            }
        }
        return new RgbFrame(width, height, rgb);
    }

    private static byte sample(double value) {
        return (byte) Math.max(0, Math.min(255, (int) Math.round(value)));
    }
}
