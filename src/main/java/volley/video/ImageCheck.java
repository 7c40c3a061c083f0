package volley.video;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Decodes an image once, before it is sent: the server would find out in the middle of the run. */
final class ImageCheck {
    private static final int RIFF_HEADER_BYTES = 8;

    private ImageCheck() {}

    /**
     * @throws IOException if it is no image, or one that is cut short or damaged. WebP, which Java does not decode, is
     *     only held against the length that it says it has
     */
    static void decode(Path file) throws IOException {
        if (ImageType.of(file).equals("image/webp")) {
            wholeRiff(file);
            return;
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException(file + " is an image that cannot be decoded");
            }
            ImageReader reader = readers.next();
            try {
                boolean[] warned = new boolean[1];
                reader.addIIOReadWarningListener((source, warning) -> warned[0] |= warning.contains("end of file")
                        || warning.contains("Premature")
                        || warning.contains("Corrupt"));
                reader.setInput(in, true, true);
                if (reader.canReadRaster()) {
                    // also JPEGs in colours that Java has no name for
                    reader.readRaster(0, null);
                } else {
                    reader.read(0);
                }
                if (warned[0]) {
                    throw new IOException("it is cut short or damaged");
                }
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new IOException(file + " is an image that cannot be decoded (" + reason + ")", e);
        }
    }

    private static void wholeRiff(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(4);
            long bytes = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
            if (bytes + RIFF_HEADER_BYTES > Files.size(file)) {
                throw new IOException(file + " is a WebP image that is cut short");
            }
        }
    }
}
