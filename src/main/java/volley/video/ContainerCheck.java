package volley.video;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** Whether a file is a video at all, by its container. */
final class ContainerCheck {
    private static final int HEAD_BYTES = 12;
    private static final int BOX_HEADER_BYTES = 8;
    private static final Set<String> FIRST_BOXES = Set.of("ftyp", "moov", "mdat", "free", "wide", "skip", "pnot");

    private ContainerCheck() {}

    /**
     * Whether it is mp4 or mov, whose boxes are then whole; else it is another container that is known.
     *
     * @throws IOException if it is none, or cut short
     */
    static boolean isMp4(Path video) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(video.toFile(), "r")) {
            byte[] head = new byte[HEAD_BYTES];
            int read = Math.max(0, in.read(head));
            String text = new String(head, 0, read, StandardCharsets.ISO_8859_1);
            if (read == HEAD_BYTES && FIRST_BOXES.contains(text.substring(4, 8))) {
                wholeBoxes(in, video);
                return true;
            }
            if ((text.startsWith("RIFF") && text.endsWith("AVI ")) || text.startsWith("\u001aE\u00df\u00a3")) {
                return false;
            }
            throw new IOException(video + " is no video (mp4, mov, avi, mkv or webm)");
        }
    }

    /** ISO/IEC 14496-12: a box is its length, its type, and what is in it; length 1 is followed by a longer one. */
    private static void wholeBoxes(RandomAccessFile in, Path video) throws IOException {
        Set<String> types = new HashSet<>();
        long at = 0;
        while (at + BOX_HEADER_BYTES <= in.length()) {
            in.seek(at);
            long length = Integer.toUnsignedLong(in.readInt());
            byte[] type = new byte[4];
            in.readFully(type);
            types.add(new String(type, StandardCharsets.ISO_8859_1));
            if (length == 1 && at + 2 * BOX_HEADER_BYTES <= in.length()) {
                length = in.readLong();
            } else if (length == 0) {
                length = in.length() - at;
            }
            if (length < BOX_HEADER_BYTES || length > in.length() - at) {
                throw new IOException(video + " is cut short or damaged at byte " + at);
            }
            at += length;
        }
        if (!types.contains("moov") || !types.contains("mdat")) {
            throw new IOException(
                    video + " has no frames: its " + (types.contains("moov") ? "mdat" : "moov") + " box is missing");
        }
    }
}
