package volley.video;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/**
 * A decoded frame.
 *
 * @param rgb a byte each of red, green and blue for each pixel, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // a megabyte of pixels; never compared
record RgbFrame(int width, int height, byte[] rgb) {
    /** The frame for ImageIO. */
    BufferedImage image() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < bgr.length; i += 3) {
            bgr[i] = rgb[i + 2];
            bgr[i + 1] = rgb[i + 1];
            bgr[i + 2] = rgb[i];
        }
        return image;
    }
}
