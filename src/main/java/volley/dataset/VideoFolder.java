package volley.dataset;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * A folder with videos: {@code <id>.mp4}, in it or in its folder {@code NExTVideo}, or in VidOR's layout
 * {@code <group>/<id>.mp4}, which {@code map_vid_vidorID.json} tells.
 */
final class VideoFolder {
    private static final String MAP_FILE = "map_vid_vidorID.json";
    private static final List<String> SUBFOLDERS = List.of("", "NExTVideo");
    private static final List<String> EXTENSIONS = List.of(".mp4", ".avi", ".mov", ".MP4", ".AVI", ".MOV");

    private final Path folder;
    private final Map<String, String> pathById;

    private VideoFolder(Path folder, Map<String, String> pathById) {
        this.folder = folder;
        this.pathById = pathById;
    }

    /** @throws BadInputException if a folder or map that was named cannot be read */
    static VideoFolder of(Path dataset, MediaSource source) {
        Path beside = dataset.toAbsolutePath().getParent();
        Path folder = source.folder().orElse(beside);
        if (!Files.isDirectory(folder)) {
            throw new BadInputException(
                    "the folder of videos " + folder + " does not exist; check " + GivenAs.parameter("video-path"));
        }
        Optional<Path> map = source.videoMap().or(() -> Stream.of(beside, folder)
                .map(each -> each.resolve(MAP_FILE))
                .filter(Files::isRegularFile)
                .findFirst());
        return new VideoFolder(folder, map.map(VideoFolder::readMap).orElse(Map.of()));
    }

    private static Map<String, String> readMap(Path map) {
        try {
            return DatasetJson.mapper().readValue(map.toFile(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new BadInputException("the map of videos " + map
                    + " is not a JSON object from video id to path; check " + GivenAs.parameter("video-map"));
        }
    }

    /** The video's file, if it is there and not empty. */
    Optional<Path> find(String id) {
        return Stream.of(Optional.of(id), Optional.ofNullable(pathById.get(id)))
                .flatMap(Optional::stream)
                .flatMap(name -> SUBFOLDERS.stream().map(sub -> sub.isEmpty() ? name : sub + "/" + name))
                .flatMap(name -> EXTENSIONS.stream().map(extension -> name + extension))
                .map(this::file)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<Path> file(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.isRegularFile(file) && Files.size(file) > 0 ? Optional.of(file) : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.empty();
        }
    }
}
