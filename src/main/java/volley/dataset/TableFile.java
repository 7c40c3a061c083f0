package volley.dataset;

import blue.strategic.parquet.Hydrator;
import blue.strategic.parquet.ParquetReader;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A table of some ten thousand rows, as CSV with a header or as Parquet; which, the first bytes tell. */
final class TableFile {
    private static final String PARQUET_MAGIC = "PAR1";

    private TableFile() {}

    /** The rows by column name, every value as text; a column without a value is left out. */
    static List<Map<String, String>> rows(DatasetFile file) {
        try {
            return isParquet(file) ? parquet(file) : csv(file);
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw DatasetFile.unreadable(
                    file.path(), new IOException(reason.lines().findFirst().orElse("")));
        }
    }

    private static boolean isParquet(DatasetFile file) throws IOException {
        try (InputStream in = Files.newInputStream(file.path())) {
            return new String(in.readNBytes(PARQUET_MAGIC.length()), StandardCharsets.US_ASCII).equals(PARQUET_MAGIC);
        }
    }

    private static List<Map<String, String>> csv(DatasetFile file) throws IOException {
        try (InputStream in = file.open(SlowProgress.none());
                MappingIterator<Map<String, String>> rows = new CsvMapper()
                        .readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(in)) {
            return rows.readAll();
        }
    }

    private static List<Map<String, String>> parquet(DatasetFile file) throws IOException {
        Hydrator<Map<String, String>, Map<String, String>, String> toText = new Hydrator<>() {
            @Override
            public Map<String, String> start() {
                return new LinkedHashMap<>();
            }

            @Override
            public Map<String, String> add(Map<String, String> row, String column, Object value) {
                if (value != null) {
                    row.put(column, value.toString());
                }
                return row;
            }

            @Override
            public Map<String, String> finish(Map<String, String> row) {
                return row;
            }
        };
        try (Stream<Map<String, String>> rows =
                ParquetReader.streamContent(file.path().toFile(), toText, path -> path[0])) {
            return rows.toList();
        }
    }
}
