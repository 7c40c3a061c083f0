package volley.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.ImageFormat;
import volley.config.VideoForm;
import volley.dataset.EncodedMedia;
import volley.dataset.Media;

class MediaStoreTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path video;
    private final PaintedVideo painted = new PaintedVideo();

    @BeforeEach
    void makeVideo() throws IOException {
        video = Files.writeString(folder.resolve("painted.mp4"), "a file that the decoder of this test does not read");
    }

    @Test
    void aVideoFileGoesAsItIs() throws IOException {
        EncodedMedia media = encode(VideoForm.VIDEO_FILE, OptionalInt.of(3));
        String url = onlyUrl(media, "video_url");
        assertThat(url).startsWith("data:video/mp4;base64,");
        assertThat(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)))
                .isEqualTo(Files.readAllBytes(video));
        assertThat(media.frames()).isEqualTo(3);
        assertThat(encode(VideoForm.VIDEO_FILE, OptionalInt.empty()).frames()).isEqualTo(3);
        assertThat(painted.decoded).isZero();
    }

    @ParameterizedTest
    @EnumSource(VideoForm.class)
    void aVideoThatCannotBeDecodedIsFoundInEveryForm(VideoForm form) {
        painted.givesAtMost = 0;
        assertThatThrownBy(() -> encode(form, OptionalInt.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no frame that can be decoded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bars.png", "mandelbrot.jpg"})
    void anImageThatIsCutShortIsFound(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of("data/images", name));
        for (int part = 1; part < 8; part++) {
            Path cut = Files.write(folder.resolve(name), Arrays.copyOf(whole, whole.length * part / 8));
            assertThatThrownBy(() -> store(VideoForm.VIDEO_FILE).encode(new Media.Images(List.of(cut))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name + " is an image that cannot be decoded (");
        }
    }

    @Test
    void anImageInColoursThatJavaHasNoNameForGoesToo() throws IOException {
        BufferedImage grey = new BufferedImage(8, 8, BufferedImage.TYPE_USHORT_GRAY);
        Path png = folder.resolve("grey.png");
        ImageIO.write(grey, "png", png.toFile());
        assertThat(store(VideoForm.VIDEO_FILE)
                        .encode(new Media.Images(List.of(png)))
                        .frames())
                .isEqualTo(1);
    }

    @Test
    void manyThreadsMayEncodeTheSameMediaAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 100; round++) {
                MediaStore store = MediaStore.of(
                        folder.resolve("cache " + round),
                        new VideoEncoding(VideoForm.VIDEO_FILE, 5, ImageFormat.PNG, painted));
                Callable<EncodedMedia> encoding = () -> store.encode(new Media.Video(video, OptionalInt.of(3)));
                for (Future<EncodedMedia> media : threads.invokeAll(Collections.nCopies(32, encoding))) {
                    assertThat(media.get().frames()).isEqualTo(3);
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aMissingExtensionIsToldByTheContainersType() throws IOException {
        for (String[] each : new String[][] {{"a.MOV", "video/quicktime"}, {"a.avi", "video/x-msvideo"}}) {
            video = Files.writeString(folder.resolve(each[0]), "x");
            assertThat(onlyUrl(encode(VideoForm.VIDEO_FILE, OptionalInt.empty()), "video_url"))
                    .startsWith("data:" + each[1] + ";base64,");
        }
    }

    @Test
    void imagesInAListAreAPartEachInOrder() throws IOException {
        EncodedMedia media = encode(VideoForm.IMAGE_LIST, OptionalInt.empty());
        List<JsonNode> parts = parts(media);
        assertThat(media.frames()).isEqualTo(5);
        assertThat(parts).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(parts.get(i).path("type").asText()).isEqualTo("image_url");
            String url = parts.get(i).at("/image_url/url").asText();
            assertThat(url).startsWith("data:image/png;base64,");
            isFrame(Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1)), PaintedVideo.WANTED[i]);
        }
    }

    @Test
    void theLegacyFormIsAllPngsEndToEnd() throws IOException {
        String url = onlyUrl(encode(VideoForm.SGLANG_LEGACY, OptionalInt.empty()), "image_url");
        assertThat(url).startsWith("video:");
        byte[] pngs = Base64.getDecoder().decode(url.substring("video:".length()));
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int index : PaintedVideo.WANTED) {
            FrameEncoder.write(PaintedVideo.frame(index), ImageFormat.PNG, expected);
        }
        assertThat(pngs).isEqualTo(expected.toByteArray());
    }

    @Test
    void jpegFramesAreAListInOneUrl() throws IOException {
        String url = onlyUrl(encode(VideoForm.JPEG_FRAMES, OptionalInt.empty()), "video_url");
        assertThat(url).startsWith("data:video/jpeg;base64,");
        String[] frames = url.substring("data:video/jpeg;base64,".length()).split(",", -1);
        assertThat(frames).hasSize(5);
        for (String frame : frames) {
            byte[] jpeg = Base64.getDecoder().decode(frame);
            assertThat(jpeg).startsWith(0xff, 0xd8);
            assertThat(ImageIO.read(new ByteArrayInputStream(jpeg)).getWidth()).isEqualTo(PaintedVideo.SIZE);
        }
    }

    @Test
    void anEntryIsMadeOnceAndAgainWhenItsSourceChanges() throws IOException {
        EncodedMedia first = encode(VideoForm.IMAGE_LIST, OptionalInt.empty());
        EncodedMedia again = encode(VideoForm.IMAGE_LIST, OptionalInt.empty());
        assertThat(again).isEqualTo(first);
        assertThat(painted.decoded).isEqualTo(1);
        Files.setLastModifiedTime(video, FileTime.fromMillis(1_000_000));
        assertThat(encode(VideoForm.IMAGE_LIST, OptionalInt.empty()).parts()).isNotEqualTo(first.parts());
        assertThat(painted.decoded).isEqualTo(2);
        assertThat(encode(VideoForm.SGLANG_LEGACY, OptionalInt.empty()).parts()).isNotEqualTo(first.parts());
        assertThat(painted.decoded).isEqualTo(3);
    }

    @Test
    void whatBreaksOffLeavesNothingBehindAndIsTriedAgain() throws IOException {
        painted.breaksAfter = 2;
        assertThatThrownBy(() -> encode(VideoForm.IMAGE_LIST, OptionalInt.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("broken on purpose");
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            assertThat(files).isEmpty();
        }
        painted.breaksAfter = Integer.MAX_VALUE;
        assertThat(parts(encode(VideoForm.IMAGE_LIST, OptionalInt.empty()))).hasSize(5);
    }

    @Test
    void aKilledWritersLeftoverIsNoEntry() throws IOException {
        EncodedMedia whole = encode(VideoForm.IMAGE_LIST, OptionalInt.empty());
        byte[] bytes = Files.readAllBytes(whole.parts());
        // what a process killed while it wrote leaves: the temporary file, half of it
        String key = whole.parts().getFileName().toString().replace(".parts", "");
        Files.move(whole.parts(), folder.resolve("cache").resolve(key + "123.tmp"));
        assertThat(Files.readAllBytes(
                        encode(VideoForm.IMAGE_LIST, OptionalInt.empty()).parts()))
                .isEqualTo(bytes);
        assertThat(painted.decoded).isEqualTo(2);
    }

    @Test
    void aShortVideosLastFrameIsRepeated() throws IOException {
        painted.givesAtMost = 3;
        List<JsonNode> parts = parts(encode(VideoForm.IMAGE_LIST, OptionalInt.empty()));
        assertThat(parts).hasSize(5);
        assertThat(parts.get(3)).isEqualTo(parts.get(2));
        assertThat(parts.get(4)).isEqualTo(parts.get(2));
        painted.givesAtMost = 0;
        assertThatThrownBy(() -> encode(VideoForm.SGLANG_LEGACY, OptionalInt.empty()))
                .hasMessageContaining("no frame that can be decoded");
    }

    @Test
    void imageFilesGoAsTheyAre() throws IOException {
        Path png = Path.of("data/images/bars.png");
        Path jpeg = Path.of("data/images/mandelbrot.jpg");
        EncodedMedia media = store(VideoForm.VIDEO_FILE).encode(new Media.Images(List.of(png, jpeg)));
        List<JsonNode> parts = parts(media);
        assertThat(media.frames()).isEqualTo(2);
        assertThat(parts.get(0).at("/image_url/url").asText())
                .isEqualTo("data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(png)));
        assertThat(parts.get(1).at("/image_url/url").asText())
                .isEqualTo("data:image/jpeg;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(jpeg)));
        assertThatThrownBy(() -> store(VideoForm.VIDEO_FILE).encode(new Media.Images(List.of(video))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no PNG, JPEG, GIF or WebP");
    }

    private EncodedMedia encode(VideoForm form, OptionalInt frameCount) throws IOException {
        return store(form).encode(new Media.Video(video, frameCount));
    }

    private MediaStore store(VideoForm form) {
        int most = form == VideoForm.VIDEO_FILE ? 3 : 5;
        return MediaStore.of(folder.resolve("cache"), new VideoEncoding(form, most, ImageFormat.PNG, painted));
    }

    private static List<JsonNode> parts(EncodedMedia media) throws IOException {
        List<JsonNode> parts = new ArrayList<>();
        JSON.readTree("[" + Files.readString(media.parts()) + "]").forEach(parts::add);
        return parts;
    }

    private static String onlyUrl(EncodedMedia media, String type) throws IOException {
        List<JsonNode> parts = parts(media);
        assertThat(parts).hasSize(1);
        assertThat(parts.get(0).path("type").asText()).isEqualTo(type);
        return parts.get(0).at("/" + type + "/url").asText();
    }

    private static void isFrame(byte[] png, int index) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        byte[] rgb = PaintedVideo.frame(index).rgb();
        for (int y = 0; y < PaintedVideo.SIZE; y++) {
            for (int x = 0; x < PaintedVideo.SIZE; x++) {
                int at = (y * PaintedVideo.SIZE + x) * 3;
                int expected = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
                assertThat(image.getRGB(x, y) & 0xffffff).isEqualTo(expected);
            }
        }
    }

    /** A decoder whose video is painted: 100 frames, each telling its index by its colours. */
    private static final class PaintedVideo implements VideoDecoder {
        static final int SIZE = 16;
        static final int[] WANTED = {0, 24, 49, 74, 99};

        int decoded;
        int breaksAfter = Integer.MAX_VALUE;
        int givesAtMost = Integer.MAX_VALUE;

        static RgbFrame frame(int index) {
            byte[] rgb = new byte[SIZE * SIZE * 3];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) (index * 7 + i * (i % 3 + 1));
            }
            return new RgbFrame(SIZE, SIZE, rgb);
        }

        @Override
        public String name() {
            return "painted";
        }

        @Override
        public int countFrames(Path file) {
            return 100;
        }

        @Override
        public void check(Path file) throws IOException {
            if (givesAtMost == 0) {
                throw new IOException(file + " has no frame that can be decoded");
            }
        }

        @Override
        public void decode(Path file, int[] indices, Sink sink) throws IOException {
            decoded++;
            assertThat(indices).isEqualTo(WANTED);
            for (int i = 0; i < Math.min(indices.length, givesAtMost); i++) {
                if (i == breaksAfter) {
                    throw new IOException("broken on purpose");
                }
                sink.accept(frame(indices[i]));
            }
        }
    }
}
