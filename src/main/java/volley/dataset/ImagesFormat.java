package volley.dataset;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import volley.config.BadInputException;

/**
 * Questions about images: {@code {"images": [path, ...], "texts": [question, ...]}} a line. One text stands for a list
 * of one, and {@code image} and {@code text} for the plurals. Further texts are further turns about the same images.
 */
final class ImagesFormat implements MediaDraft.Reader {
    /** Tokens asked for unless the run fixes them. */
    private static final int OUTPUT_TOKENS = 128;

    private static final ObjectReader JSON = DatasetJson.mapper().readerFor(Line.class);

    /** One line. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Line(
            String id,
            @JsonAlias("image") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> images,
            @JsonAlias("text") @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> texts) {
        boolean isWhole() {
            return isWhole(images) && isWhole(texts);
        }

        private static boolean isWhole(List<String> list) {
            return list != null && !list.isEmpty() && list.stream().allMatch(Objects::nonNull);
        }
    }

    @Override
    public List<MediaDraft> read(DatasetFile file, MediaSource source) {
        Path folder = source.folder().orElse(file.path().toAbsolutePath().getParent());
        List<MediaDraft> drafts = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(file.open(SlowProgress.none()), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                number++;
                if (!text.isBlank()) {
                    drafts.add(draft(line(text, file, number), folder, number));
                }
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return drafts;
    }

    private static Line line(String text, DatasetFile file, int number) {
        String defect = "has no \"images\" or no \"texts\"";
        try {
            Line line = JSON.readValue(text);
            if (line != null && line.isWhole()) {
                return line;
            }
        } catch (JsonProcessingException e) {
            defect = DatasetJson.defect(e, "is not JSON of that form");
        }
        throw new BadInputException("the dataset " + file.path() + ", line " + number + ", " + defect
                + "; write {\"images\": [path, ...], \"texts\": [question, ...]}");
    }

    private static Optional<Media> images(Line line, Path folder) {
        try {
            List<Path> files = line.images().stream().map(folder::resolve).toList();
            return files.stream().allMatch(Files::isRegularFile)
                    ? Optional.of(new Media.Images(files))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static MediaDraft draft(Line line, Path folder, int number) {
        Optional<Media> media = images(line, folder);
        return new MediaDraft(
                line.id() == null ? "line-" + number : line.id(),
                media,
                line.texts().stream()
                        .map(text -> new MediaDraft.Question(text, OUTPUT_TOKENS))
                        .toList());
    }
}
