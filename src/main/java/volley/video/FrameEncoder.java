package volley.video;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import volley.config.ImageFormat;

/** Writes frames as PNG or JPEG. */
final class FrameEncoder {
    /** Of JPEG, from 0 to 1: what video benchmarks commonly use, about 1/6 of a PNG's size. */
    private static final float JPEG_QUALITY = 0.9f;

    static {
        // ImageIO would put every image into a temporary file first
        ImageIO.setUseCache(false);
    }

    private FrameEncoder() {}

    static String mimeType(ImageFormat format) {
        return "image/" + format.name().toLowerCase(Locale.ROOT);
    }

    static void write(RgbFrame frame, ImageFormat format, OutputStream out) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format.name()).next();
        try (ImageOutputStream image = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(image);
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (format == ImageFormat.JPEG) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionQuality(JPEG_QUALITY);
            }
            writer.write(null, new IIOImage(frame.image(), null, null), options);
        } finally {
            writer.dispose();
        }
    }
}
