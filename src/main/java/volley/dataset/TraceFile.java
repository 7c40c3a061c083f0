package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * A trace as it is in its file: read record by record, its requests brought to one form and into the order of time.
 *
 * @param format what its first record tells
 * @param requests by time; those of one time as in the file
 * @param blockTokens tokens of a block
 * @param blocks of all prompts
 * @param graph which requests wait for which
 * @param keptTokens of all prompts, those that were in the cache when the trace was recorded; absent: it does not tell
 */
public record TraceFile(
        Path path,
        TraceFormat format,
        List<TraceRequest> requests,
        int blockTokens,
        BlockTree blocks,
        RequestGraph graph,
        OptionalLong keptTokens) {
    /** Requests by whose lengths the size of a block is told. */
    private static final int LOOKED_AT = 10_000;

    /** As with durations among the parameters. */
    private static final int MOST_DAYS = 10_000;

    private static final double MS_PER_DAY = 86_400_000;

    /** @throws BadInputException if it cannot be read, is no trace, or one of its records is none of its format */
    public static TraceFile read(Path path, TraceOptions options) {
        List<DatasetFile> files = files(path);
        TraceFormat format = format(files.get(0));
        List<TraceRequest> requests = new ArrayList<>();
        TraceRecords records = new TraceRecords(format, options.msPerTime().orElse(format.msPerTime()));
        for (DatasetFile file : files) {
            if (format.isTable()) {
                readTable(file, records, requests);
            } else {
                readJson(file, records, requests);
            }
        }
        if (requests.isEmpty()) {
            throw new BadInputException("the trace " + path + " has no requests");
        }
        records.link(requests);
        requireOneSpan(path, requests);
        if (format == TraceFormat.MOONCAKE && options.msPerTime().isEmpty() && TraceTime.areRatherSeconds(requests)) {
            throw new BadInputException("the trace " + path + " has times that look like seconds, and its format has"
                    + " milliseconds; set " + GivenAs.parameter("trace-time-unit") + " to s or ms");
        }
        int blockTokens = options.blockTokens().orElseGet(() -> BlockSize.of(
                        requests.subList(0, Math.min(LOOKED_AT, requests.size())),
                        records.usualBlockTokens(),
                        format.hasWholeBlocksOnly())
                .orElse(records.usualBlockTokens()));
        for (int i = 0; i < requests.size(); i++) {
            TraceRequest request = requests.get(i);
            if (!BlockSize.fits(request, blockTokens, format.hasWholeBlocksOnly())) {
                throw new BadInputException("the trace " + path + ", request " + (i + 1) + ", needs "
                        + (request.inputTokens() + blockTokens - 1) / blockTokens
                        + " \"hash_ids\" for its input_length of "
                        + request.inputTokens() + " tokens in blocks of " + blockTokens + ", but has "
                        + request.blocks().length() + "; correct it, or set "
                        + GivenAs.parameter("trace-block-size"));
            }
        }
        Integer[] placesByTime = IntStream.range(0, requests.size()).boxed().toArray(Integer[]::new);
        Arrays.sort(placesByTime, Comparator.comparingDouble(place -> requests.get(place)
                .timeMs()));
        List<TraceRequest> byTime =
                Arrays.stream(placesByTime).map(requests::get).toList();
        return new TraceFile(
                path,
                format,
                byTime,
                blockTokens,
                records.tree(),
                RequestGraph.of(byTime, placesByTime),
                records.keptTokens());
    }

    /** A time in another unit, or one since 1970 among others, would else be played as a plan that ends never. */
    private static void requireOneSpan(Path path, List<TraceRequest> requests) {
        double firstMs =
                requests.stream().mapToDouble(TraceRequest::timeMs).min().orElseThrow();
        for (int i = 0; i < requests.size(); i++) {
            if (!(requests.get(i).timeMs() - firstMs <= MOST_DAYS * MS_PER_DAY)) {
                throw new BadInputException("the trace " + path + ", request " + (i + 1) + ", comes more than "
                        + MOST_DAYS + " days after the first; correct its time, or set "
                        + GivenAs.parameter("trace-time-unit"));
            }
        }
    }

    /** The file; or those of a folder, which is a trace where each file is a session. */
    private static List<DatasetFile> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(DatasetFile.of(path));
        }
        List<DatasetFile> files;
        try (Stream<Path> inside = Files.list(path)) {
            files = inside.filter(each -> each.getFileName().toString().matches(".*\\.json(\\.gz|\\.zst)?"))
                    .sorted()
                    .map(DatasetFile::of)
                    .toList();
        } catch (IOException e) {
            throw DatasetFile.unreadable(path, e);
        }
        if (files.isEmpty() || format(files.get(0)) != TraceFormat.KV_CACHE_TESTER) {
            throw new BadInputException(
                    "the trace " + path + " is a folder without sessions of kv-cache-tester (*.json);"
                            + " set "
                            + GivenAs.parameter("dataset-path") + " to a file");
        }
        return files;
    }

    /** The format that the first record tells. */
    private static TraceFormat format(DatasetFile file) {
        try (InputStream in = file.open(SlowProgress.none())) {
            in.mark(1 << 12);
            int first = in.read();
            while (first == 0xef || first == 0xbb || first == 0xbf || (first >= 0 && first <= ' ')) {
                first = in.read();
            }
            if (first < 0) {
                throw new BadInputException(
                        "the trace " + file.path() + " is empty; check " + GivenAs.parameter("dataset-path"));
            }
            if (first == '{' || first == '[') {
                return ofJson(file);
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return ofTable(file);
    }

    private static TraceFormat ofJson(DatasetFile file) throws IOException {
        try (JsonParser json = DatasetJson.parser(file.open(SlowProgress.none()))) {
            JsonToken token = json.nextToken();
            token = token == JsonToken.START_ARRAY ? json.nextToken() : token;
            Set<String> names = new TreeSet<>();
            while (token == JsonToken.START_OBJECT && json.nextToken() == JsonToken.FIELD_NAME) {
                names.add(json.currentName());
                if (json.nextToken().isStructStart()) {
                    if (json.currentName().equals("requests")) {
                        return TraceFormat.KV_CACHE_TESTER;
                    }
                    json.skipChildren();
                }
            }
            if (names.contains("chat_id")) {
                return TraceFormat.BAILIAN;
            }
            return names.contains("newly_append_tokens") || names.contains("timing_events")
                    ? TraceFormat.TRACELAB
                    : TraceFormat.MOONCAKE;
        } catch (JsonProcessingException e) {
            // the reader says where
            return TraceFormat.MOONCAKE;
        }
    }

    private static TraceFormat ofTable(DatasetFile file) {
        try (MappingIterator<Map<String, String>> rows = rows(file)) {
            // also where no row follows the header
            rows.hasNextValue();
            Set<String> names = Set.copyOf(((CsvSchema) rows.getParserSchema()).getColumnNames());
            if (names.contains("ContextTokens") && names.contains("GeneratedTokens")) {
                return TraceFormat.AZURE;
            }
            if (names.contains("Request tokens") && names.contains("Response tokens")) {
                return TraceFormat.BURST_GPT;
            }
            if (names.contains("prefix_len") && names.contains("input_len")) {
                return TraceFormat.TRACELAB_TABLE;
            }
        } catch (IOException | RuntimeException e) {
            // said below
        }
        throw new BadInputException(
                "the trace " + file.path() + ", line 1, is not a request of a Mooncake trace, nor of"
                        + " another trace that is known (Bailian, kv-cache-tester, TraceLab, BurstGPT, Azure);"
                        + " check "
                        + GivenAs.parameter("dataset-path") + ", and of a run "
                        + GivenAs.parameter("dataset-name"));
    }

    private static MappingIterator<Map<String, String>> rows(DatasetFile file) throws IOException {
        return new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.open(SlowProgress.none()));
    }

    private static void readTable(DatasetFile file, TraceRecords records, List<TraceRequest> requests) {
        long line = 1;
        try (MappingIterator<Map<String, String>> rows = rows(file)) {
            while (rows.hasNextValue()) {
                line++;
                Map<String, String> row = rows.nextValue();
                if (!row.values().stream().allMatch(String::isBlank)) {
                    requests.add(whole(records.row(row)));
                }
            }
        } catch (MalformedRecordException e) {
            throw bad(file, line, e.getMessage());
        } catch (JsonProcessingException e) {
            throw bad(file, line, DatasetJson.defect(e, "is not a row of the table"));
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    private static void readJson(DatasetFile file, TraceRecords records, List<TraceRequest> requests) {
        long line = 1;
        try (JsonParser json = DatasetJson.parser(file.open(SlowProgress.none()))) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                line = json.currentTokenLocation().getLineNr();
                if (token == JsonToken.START_OBJECT) {
                    JsonNode record = json.readValueAsTree();
                    for (TraceRequest request : records.record(record)) {
                        requests.add(whole(request));
                    }
                } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    throw new MalformedRecordException("is not a request of a " + records.title());
                }
            }
        } catch (MalformedRecordException e) {
            throw bad(file, line, e.getMessage());
        } catch (JsonProcessingException e) {
            long where = e.getLocation() == null ? line : e.getLocation().getLineNr();
            throw bad(file, where, DatasetJson.defect(e, "is not a request of a " + records.title()));
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    private static TraceRequest whole(TraceRequest request) throws MalformedRecordException {
        String defect = request.defect();
        if (defect != null) {
            throw new MalformedRecordException(defect);
        }
        return request;
    }

    private static BadInputException bad(DatasetFile file, long line, String defect) {
        return new BadInputException("the trace " + file.path() + ", line " + line + ", " + defect
                + "; correct it, or check "
                + GivenAs.parameter("dataset-name")
                + ", by which a run knows the format");
    }
}
