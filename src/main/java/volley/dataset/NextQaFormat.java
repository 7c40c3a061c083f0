package volley.dataset;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * NExT-QA: questions about videos, open-ended (OE) or with five options (MC), a row each. Rows of one video are one
 * conversation.
 */
final class NextQaFormat implements MediaDraft.Reader {
    /** Tokens asked for unless the run fixes them: the original's default for this dataset. */
    private static final int OUTPUT_TOKENS = 4096;

    private static final int OPTIONS = 5;

    /** Where the questions are, from the folder of videos, when the hub's repository is cloned or downloaded. */
    private static final List<String> QUESTION_FOLDERS =
            List.of("../OE", "../NExTQA/OE", "OE", "NExTQA/OE", "..", ".", "../MC", "../NExTQA/MC", "MC");

    private static final String TEST_TABLES = "test{,-*}.{parquet,csv}";

    /** The original is given the folder of videos, and takes the test questions (OE) from the hub. */
    @Override
    public Path fileFor(Path folder) {
        Path videos = folder.toAbsolutePath();
        for (String place : QUESTION_FOLDERS) {
            Path beside = videos.resolve(place).normalize();
            if (Files.isDirectory(beside)) {
                try (DirectoryStream<Path> tables = Files.newDirectoryStream(beside, TEST_TABLES)) {
                    Optional<Path> first =
                            StreamSupport.stream(tables.spliterator(), false).min(Comparator.naturalOrder());
                    if (first.isPresent()) {
                        return first.get();
                    }
                } catch (IOException e) {
                    throw DatasetFile.unreadable(beside, e);
                }
            }
        }
        throw new BadInputException("the dataset " + folder + " is a folder of videos, and no table of questions"
                + " (OE/test-*.parquet, test.csv) is beside it; run bin/download nextqa, or set "
                + GivenAs.parameter("dataset-path") + " to"
                + " the table and " + GivenAs.parameter("video-path") + " to the folder");
    }

    @Override
    public List<MediaDraft> read(DatasetFile file, MediaSource source) {
        Map<String, List<Map<String, String>>> rowsByVideo = new LinkedHashMap<>();
        int number = 0;
        for (Map<String, String> row : TableFile.rows(file)) {
            number++;
            if (row.get("video") == null || row.get("question") == null) {
                throw new BadInputException("the dataset " + file.path() + ", row " + number
                        + ", has no \"video\" and \"question\", so it is not NExT-QA; check "
                        + GivenAs.parameter("dataset-name"));
            }
            rowsByVideo
                    .computeIfAbsent(row.get("video"), video -> new ArrayList<>())
                    .add(row);
        }
        VideoFolder videos = VideoFolder.of(file.path(), source);
        return rowsByVideo.entrySet().stream()
                .map(entry -> draft(entry.getKey(), entry.getValue(), videos))
                .toList();
    }

    private static MediaDraft draft(String video, List<Map<String, String>> rows, VideoFolder videos) {
        OptionalInt frames = frameCount(rows.get(0));
        return new MediaDraft(
                video,
                videos.find(video).map(path -> new Media.Video(path, frames)),
                rows.stream()
                        .map(row -> new MediaDraft.Question(question(row), OUTPUT_TOKENS))
                        .toList());
    }

    /** The question with its mark, and the options of a multiple choice, a line each. */
    private static String question(Map<String, String> row) {
        String options = IntStream.range(0, OPTIONS)
                .filter(option -> row.get("a" + option) != null)
                .mapToObj(option -> "\n" + (char) ('A' + option) + ". " + row.get("a" + option))
                .collect(Collectors.joining());
        return row.get("question").strip() + "?" + options;
    }

    private static OptionalInt frameCount(Map<String, String> row) {
        String given = row.getOrDefault("frame_count", "");
        return given.matches("[1-9]\\d{0,8}") ? OptionalInt.of(Integer.parseInt(given)) : OptionalInt.empty();
    }
}
