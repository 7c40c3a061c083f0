package volley.video;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads images in binary PPM (P6, 8 bits) that follow one another, as ffmpeg writes them. */
final class PpmStream {
    private static final int MOST_PIXELS = 1 << 28;

    private PpmStream() {}

    /** The next image; empty at the stream's end. */
    static Optional<RgbFrame> next(InputStream in) throws IOException {
        String magic = word(in);
        if (magic.isEmpty()) {
            return Optional.empty();
        }
        int width = number(in);
        int height = number(in);
        int most = number(in);
        if (!magic.equals("P6") || most != 255 || (long) width * height > MOST_PIXELS) {
            throw new IOException("not an image in PPM with 8 bits a colour");
        }
        byte[] rgb = in.readNBytes(width * height * 3);
        if (rgb.length < width * height * 3) {
            throw new IOException("an image is cut short");
        }
        return Optional.of(new RgbFrame(width, height, rgb));
    }

    private static int number(InputStream in) throws IOException {
        String word = word(in);
        if (!word.matches("[1-9]\\d{0,8}")) {
            throw new IOException("not an image in PPM: \"" + word + "\" is no size");
        }
        return Integer.parseInt(word);
    }

    /** Up to the next white space, which is taken too. */
    private static String word(InputStream in) throws IOException {
        StringBuilder word = new StringBuilder();
        for (int next = in.read(); next > ' '; next = in.read()) {
            word.append((char) next);
        }
        return word.toString();
    }
}
