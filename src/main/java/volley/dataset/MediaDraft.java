package volley.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A conversation about media, before anything is encoded or measured.
 *
 * @param id the dataset's id, unique among the drafts
 * @param media absent if the files are not there
 * @param questions at least one
 */
record MediaDraft(String id, Optional<Media> media, List<Question> questions) {
    /** @param outputTokens to ask for, unless the run fixes them */
    record Question(String text, int outputTokens) {}

    /** One format. */
    interface Reader {
        /** All drafts of the file, in its order. */
        List<MediaDraft> read(DatasetFile file, MediaSource source);

        /** The file to read where the dataset is named by its folder of media; the folder itself if none is known. */
        default Path fileFor(Path folder) {
            return folder;
        }
    }
}
