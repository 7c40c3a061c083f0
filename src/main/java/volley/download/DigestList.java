package volley.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code SHA256SUMS} in a dataset's folder, in the form that {@code sha256sum -c} reads: what was downloaded. */
final class DigestList {
    private final Path file;
    private final TreeMap<String, String> sha256ByPath = new TreeMap<>();

    private DigestList(Path file) {
        this.file = file;
    }

    static DigestList in(Path folder) throws IOException {
        DigestList list = new DigestList(folder.resolve("SHA256SUMS"));
        if (Files.exists(list.file)) {
            for (String line : Files.readAllLines(list.file)) {
                String[] words = line.split("  ", 2);
                if (words.length == 2) {
                    list.sha256ByPath.put(words[1], words[0]);
                }
            }
        }
        return list;
    }

    Optional<String> sha256(String path) {
        return Optional.ofNullable(sha256ByPath.get(path));
    }

    void put(String path, String sha256) throws IOException {
        sha256ByPath.put(path, sha256);
        Files.writeString(
                file,
                sha256ByPath.entrySet().stream()
                        .map(entry -> entry.getValue() + "  " + entry.getKey() + "\n")
                        .collect(Collectors.joining()));
    }
}
