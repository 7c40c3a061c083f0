package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.BadInputException;
import volley.config.TurnSelection;

class MediaDatasetTest {
    private static final Path SHARED = Path.of("../shared/data/nextqa");
    private static final int FRAMES = 2;

    @TempDir
    Path folder;

    private final List<Media> encoded = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest
    @ValueSource(strings = {"oe_test.200.csv", "oe_test.200.snappy.parquet", "oe_test.200.zstd.parquet"})
    void openQuestionsAreTheSameFromEveryContainer(String name) throws IOException {
        Dataset dataset = load(shared(name), 2, "4924794333.mp4", "NExTVideo/3747890905.avi");
        assertThat(dataset.conversations()).extracting(Conversation::id).containsExactly("4924794333", "3747890905");
        Turn first = dataset.conversations().get(0).turns().get(0);
        assertThat(first.prompt()).isEqualTo("is the baby old enough to converse?");
        assertThat(first.outputTokens()).isEqualTo(4096);
        assertThat(first.media()).isPresent();
        // Encoded side by side, so in any order.
        assertThat(encoded)
                .extracting(media -> ((Media.Video) media).frameCount())
                .contains(OptionalInt.of(1058));
        assertThat(dataset.filtered().count(FilterReason.MEDIA_MISSING)).isEqualTo(dataset.recordsRead() - 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mc_test.200.csv", "mc_test.200.snappy.parquet"})
    void optionsOfAMultipleChoiceFollowTheQuestion(String name) throws IOException {
        Dataset dataset = load(shared(name), 1, "2925959064.mov");
        assertThat(dataset.conversations().get(0).turns().get(0).prompt())
                .isEqualTo("where is this place?\nA. mall\nB. river\nC. swimming pool\nD. living room\nE. mountain");
    }

    @Test
    void theMapOfVidorsLayoutIsFound() throws IOException {
        Files.copy(shared("map_vid_vidorID.subset.json"), folder.resolve("map_vid_vidorID.json"));
        Path table = Files.writeString(folder.resolve("t.csv"), "video,question,answer\n4337653722,who is it,me\n");
        assertThat(load(table, 1, "1015/4337653722.mp4").conversations()).hasSize(1);
    }

    @Test
    void questionsOfOneVideoAreTurnsAndOnlyTheFirstCarriesIt() throws IOException {
        Path table = table();
        List<Turn> turns = load(table, 1, "a.mp4").conversations().get(0).turns();
        assertThat(turns).extracting(Turn::prompt).containsExactly("one two?", "three?");
        assertThat(turns).extracting(turn -> turn.media().isPresent()).containsExactly(true, false);
        assertThat(turns).extracting(Turn::promptTokens).containsExactly(2 + FRAMES * 144, 1);
        assertThat(encoded).hasSize(1);
    }

    /** As in the original's example, which names the folder of videos beside a clone of the hub's repository. */
    @ParameterizedTest
    @ValueSource(strings = {"NExTQA/OE/test-00000-of-00001.csv", "OE/test-00000-of-00001.csv", "test.csv"})
    void theFolderOfVideosNamesTheDatasetToo(String table) throws IOException {
        Path questions = folder.resolve(table);
        Files.createDirectories(questions.getParent());
        Files.writeString(questions, "video,question\na,one two\n");
        Path decoy = Files.createDirectories(folder.resolve("MC")).resolve("test-00000-of-00001.csv");
        Files.writeString(decoy, "video,question\na,not this\n");
        Path videos = Files.createDirectory(folder.resolve("NExTVideo"));
        Files.writeString(videos.resolve("a.mp4"), "stands for a video");
        Dataset dataset = Datasets.load(
                request(DatasetFormat.NEXTQA, videos, TurnSelection.MULTI_TURN, OptionalInt.of(1), false),
                new WordTokenizer(),
                source(Optional.empty()),
                TextStore.MEMORY);
        assertThat(dataset.conversations().get(0).turns())
                .extracting(Turn::prompt)
                .containsExactly("one two?");
    }

    @Test
    void aFolderOfVideosWithoutQuestionsIsRefused() {
        assertThatThrownBy(() -> Datasets.load(
                        request(DatasetFormat.NEXTQA, folder, TurnSelection.MULTI_TURN, OptionalInt.of(1), false),
                        new WordTokenizer(),
                        source(Optional.empty()),
                        TextStore.MEMORY))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no table of questions")
                .hasMessageContaining("bin/download nextqa");
    }

    @Test
    void everySharedPrefixRequestCarriesTheVideo() throws IOException {
        List<Turn> turns = load(table(), TurnSelection.SHARED_PREFIX, OptionalInt.of(1), false, "a.mp4")
                .conversations()
                .get(0)
                .turns();
        assertThat(turns).hasSize(2).allMatch(turn -> turn.media().isPresent());
    }

    @Test
    void brokenVideosAreCountedAndOthersTakenInTheirPlace() throws IOException {
        Files.writeString(folder.resolve("broken.mp4"), "x");
        Files.createFile(folder.resolve("empty.mp4"));
        Path table = Files.writeString(
                folder.resolve("t.csv"),
                "video,question\nbroken,one\nempty,two\nmissing,three\nbroken,again\ngood,four\nspare,five\n");
        Dataset dataset = load(table, 1, "good.mp4", "spare.mp4");
        assertThat(dataset.conversations()).extracting(Conversation::id).containsExactly("good");
        assertThat(dataset.filtered().count(FilterReason.MEDIA_UNREADABLE)).isEqualTo(1);
        assertThat(dataset.filtered().count(FilterReason.MEDIA_MISSING)).isEqualTo(2);
        assertThatThrownBy(() -> load(table, 3, "good.mp4", "spare.mp4"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("only 2 conversations are usable")
                .hasMessageContaining("2 a video or image that is not there")
                .hasMessageContaining("1 a video or image that cannot be decoded");
    }

    @Test
    void aShorterSampleIsTheBeginningOfALongerOne() throws IOException {
        StringBuilder rows = new StringBuilder("video,question\n");
        String[] videos = new String[30];
        for (int i = 0; i < videos.length; i++) {
            rows.append("v").append(i).append(",question\n");
            videos[i] = "v" + i + ".mp4";
        }
        Path table = Files.writeString(folder.resolve("t.csv"), rows);
        List<String> all = ids(load(table, TurnSelection.MULTI_TURN, OptionalInt.empty(), true, videos));
        assertThat(all).hasSize(30).isNotEqualTo(all.stream().sorted().toList());
        assertThat(ids(load(table, TurnSelection.MULTI_TURN, OptionalInt.of(7), true)))
                .isEqualTo(all.subList(0, 7));
    }

    @Test
    void imagesComeAsOneOrManyWithOneTextOrMany() throws IOException {
        List<Conversation> sample = Datasets.load(
                        request(
                                DatasetFormat.IMAGES,
                                Path.of("data/images.sample.jsonl"),
                                TurnSelection.MULTI_TURN,
                                OptionalInt.empty(),
                                false),
                        new WordTokenizer(),
                        source(Optional.empty()),
                        TextStore.MEMORY)
                .conversations();
        assertThat(sample).extracting(Conversation::id).containsExactly("bars", "two", "mandelbrot");
        assertThat(sample).extracting(each -> each.turns().size()).containsExactly(2, 2, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"images\": \"a.png\"}|line 1|no \"texts\"",
                "{\"texts\": [\"a\"], \"images\": []}|line 1|no \"images\"",
                "[1]|line 1|not JSON of that form",
                "null|line 1|no \"images\"",
                "{\"images\": [null], \"texts\": \"a\"}|line 1|no \"images\"",
                "{\"images\": \"a\", \"texts\": [null]}|line 1|no \"texts\"",
                "{\"images\": \"a\\u0000b\", \"texts\": \"a\"}|1 in it|1 a video or image that is not there"
            })
    void aBadLineIsNamed(String line, String where, String what) throws IOException {
        Path file = Files.writeString(folder.resolve("bad.jsonl"), line + "\n");
        assertThatThrownBy(() -> Datasets.load(
                        request(DatasetFormat.IMAGES, file, TurnSelection.MULTI_TURN, OptionalInt.empty(), false),
                        new WordTokenizer(),
                        source(Optional.empty()),
                        TextStore.MEMORY))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(where)
                .hasMessageContaining(what);
    }

    @Test
    void aTableOfSomethingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), "film,question\na,b\n");
        assertThatThrownBy(() -> load(file, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("row 1")
                .hasMessageContaining("not NExT-QA");
        Path parquet = Files.writeString(folder.resolve("t.parquet"), "PAR1 and then nothing of the kind");
        assertThatThrownBy(() -> load(parquet, 1))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be read");
    }

    private Path table() throws IOException {
        return Files.writeString(folder.resolve("t.csv"), "video,question\na,one two\nb,other\na,three\n");
    }

    private static Path shared(String name) {
        Path file = SHARED.resolve(name);
        assumeThat(Files.exists(file)).as("%s is not here", file).isTrue();
        return file;
    }

    private static List<String> ids(Dataset dataset) {
        return dataset.conversations().stream().map(Conversation::id).toList();
    }

    private Dataset load(Path table, int count, String... videos) throws IOException {
        return load(table, TurnSelection.MULTI_TURN, OptionalInt.of(count), false, videos);
    }

    private Dataset load(Path table, TurnSelection turns, OptionalInt count, boolean shuffle, String... videos)
            throws IOException {
        for (String video : videos) {
            Files.createDirectories(folder.resolve(video).getParent());
            Files.writeString(folder.resolve(video), "stands for a video");
        }
        return Datasets.load(
                request(DatasetFormat.NEXTQA, table, turns, count, shuffle),
                new WordTokenizer(),
                source(Optional.of(folder)),
                TextStore.MEMORY);
    }

    private MediaSource source(Optional<Path> media) {
        return new MediaSource(media, Optional.empty(), each -> {
            if (each.sources().get(0).getFileName().toString().startsWith("broken")) {
                throw new IOException("broken on purpose");
            }
            encoded.add(each);
            return new EncodedMedia(Path.of("no-file"), FRAMES, "identity");
        });
    }

    private static DatasetRequest request(
            DatasetFormat format, Path path, TurnSelection turns, OptionalInt count, boolean shuffle) {
        return new DatasetRequest(format, path, count, shuffle, 1, OptionalInt.empty(), turns, false);
    }
}
