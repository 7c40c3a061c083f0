package volley.download;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import volley.config.BadInputException;

/** What can be fetched: a dataset's repository on the hub, and which of its files. */
enum PublicDataset {
    SHAREGPT(
            "anon8231489123/ShareGPT_Vicuna_unfiltered",
            "ShareGPT_V3_unfiltered_cleaned_split\\.json",
            "35f0e213ce091ed9b9af2a1f0755e9d39f9ccec34ab281cd4ca60d70f6479ba4"),
    ULTRACHAT("stingning/ultrachat", "train_\\d+\\.jsonl", ""),
    LOOGLE("bigainlco/LooGLE", "data\\.zip|.*\\.jsonl", ""),
    NEXTQA("lmms-lab/NExTQA", "(OE|MC)/.*\\.parquet|videos\\.zip", "");

    /** The original's name for UltraChat. */
    private static final String ULTRACHAT_ALIAS = "ultragpt";

    private static final String ALL = "all";

    private final String repository;
    private final Pattern files;
    private final String sha256;

    PublicDataset(String repository, String files, String sha256) {
        this.repository = repository;
        this.files = Pattern.compile(files);
        this.sha256 = sha256;
    }

    /** The repository's id on the hub. */
    String repository() {
        return repository;
    }

    boolean wants(String path) {
        return files.matcher(path).matches();
    }

    /** SHA-256 of its one file in lower-case hex, where it is known beforehand. */
    Optional<String> sha256() {
        return Optional.of(sha256).filter(known -> !known.isEmpty());
    }

    /** The value of {@code volley.dataset-name}, and the folder. */
    String parameterName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws BadInputException if there is none of that name */
    static List<PublicDataset> named(String name) {
        if (name.equals(ALL)) {
            return List.of(values());
        }
        return List.of(Arrays.stream(values())
                .filter(each -> each.parameterName().equals(name.equals(ULTRACHAT_ALIAS) ? "ultrachat" : name))
                .findFirst()
                .orElseThrow(() -> new BadInputException("there is no dataset \"" + name + "\" to download; use one of "
                        + Stream.concat(
                                        Arrays.stream(values()).map(PublicDataset::parameterName),
                                        Stream.of(ULTRACHAT_ALIAS, ALL))
                                .collect(Collectors.joining(", ")))));
    }
}
