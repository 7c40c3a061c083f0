package volley.video;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import volley.config.ImageFormat;

/** Writes content parts of a chat message: JSON objects with commas between them, base64 as it is made. */
final class PartsWriter {
    private final OutputStream out;
    private boolean first = true;

    PartsWriter(OutputStream out) {
        this.out = out;
    }

    /** One piece of base64. */
    @FunctionalInterface
    interface Bytes {
        void writeTo(OutputStream plain) throws IOException;
    }

    /** Opens a part of that type, whose URL begins so. */
    void open(String type, String urlStart) throws IOException {
        text((first ? "" : ",") + "{\"type\":\"" + type + "\",\"" + type + "\":{\"url\":\"" + urlStart);
        first = false;
    }

    void base64(Bytes bytes) throws IOException {
        OutputStream stillOpen = new FilterOutputStream(out) {
            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                out.write(from, offset, length);
            }

            @Override
            public void close() {
                // the encoder's end is not this file's
            }
        };
        try (OutputStream encoder = Base64.getEncoder().wrap(stillOpen)) {
            bytes.writeTo(encoder);
        }
    }

    void text(String ascii) throws IOException {
        out.write(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    void close() throws IOException {
        text("\"}}");
    }

    /** The file as it is. */
    void videoFile(Path video) throws IOException {
        open("video_url", "data:" + videoType(video) + ";base64,");
        base64(plain -> Files.copy(video, plain));
        close();
    }

    private static String videoType(Path video) {
        String name = video.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".mov")) {
            return "video/quicktime";
        }
        return name.endsWith(".avi") ? "video/x-msvideo" : "video/mp4";
    }

    /** The image files as they are, a part each. */
    void images(List<Path> files) throws IOException {
        for (Path file : files) {
            ImageCheck.decode(file);
            open("image_url", "data:" + ImageType.of(file) + ";base64,");
            base64(plain -> Files.copy(file, plain));
            close();
        }
    }

    /** An image part of its own for a frame. */
    void image(RgbFrame frame, ImageFormat format) throws IOException {
        open("image_url", "data:" + FrameEncoder.mimeType(format) + ";base64,");
        base64(plain -> FrameEncoder.write(frame, format, plain));
        close();
    }
}
