package volley.dataset;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import volley.config.TurnSelection;

/** Files and requests for the tests of this package. */
final class DatasetFiles {
    private DatasetFiles() {}

    static Path write(Path folder, String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    static Path gzip(Path plain) throws IOException {
        Path packed = plain.resolveSibling(plain.getFileName() + ".gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        return packed;
    }

    /** Two frames in one file, as parallel compressors write them. */
    static Path zstd(Path plain) throws IOException {
        Path packed = plain.resolveSibling(plain.getFileName() + ".zst");
        try (InputStream in = Files.newInputStream(plain);
                OutputStream file = Files.newOutputStream(packed)) {
            long half = Files.size(plain) / 2;
            OutputStream first = new ZstdOutputStream(file).setCloseFrameOnFlush(true);
            first.write(in.readNBytes(Math.toIntExact(half)));
            first.flush();
            in.transferTo(first);
            first.close();
        }
        return packed;
    }

    static DatasetRequest all(DatasetFormat format, Path path) {
        return new DatasetRequest(
                format, path, OptionalInt.empty(), false, 1, OptionalInt.empty(), TurnSelection.MULTI_TURN, false);
    }

    static DatasetRequest first(DatasetFormat format, Path path, int conversations) {
        return new DatasetRequest(
                format,
                path,
                OptionalInt.of(conversations),
                false,
                1,
                OptionalInt.empty(),
                TurnSelection.MULTI_TURN,
                false);
    }

    static DatasetRequest sample(DatasetFormat format, Path path, int conversations, long seed) {
        return new DatasetRequest(
                format,
                path,
                OptionalInt.of(conversations),
                true,
                seed,
                OptionalInt.empty(),
                TurnSelection.MULTI_TURN,
                false);
    }
}
