package volley.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.HttpStatus;
import volley.hub.FetchFailure.Kind;

/**
 * One file to disk. It grows as {@code <name>.part}, across broken connections and across calls, and has its name only
 * when its digest is right.
 */
final class FileDownload {
    private static final int BUFFER_BYTES = 1 << 16;

    private final HubAccess hub;
    private final WebClient web;
    private final Pause pause;

    FileDownload(HubAccess hub, WebClient web, Pause pause) {
        this.hub = hub;
        this.web = web;
        this.pause = pause;
    }

    FetchedFile fetch(RemoteFile file, Path target, LongConsumer progress) throws FetchFailure {
        try (PartFile part = PartFile.of(target)) {
            Wanted wanted = new Wanted(file);
            try {
                transfer(wanted, part, progress);
            } catch (FetchFailure e) {
                throw e.from(hub.endpoint());
            }
            String sha256 = part.sha256();
            if (wanted.sha256.isPresent() && !wanted.sha256.get().equals(sha256)) {
                part.clear();
                throw new FetchFailure(
                        Kind.DAMAGED,
                        "has the SHA-256 " + sha256 + " instead of " + wanted.sha256.get() + " and was thrown away");
            }
            part.become(target);
            return new FetchedFile(sha256, wanted.sha256.isPresent(), wanted.commit);
        }
    }

    private void transfer(Wanted wanted, PartFile part, LongConsumer progress) throws FetchFailure {
        Attempts attempts = new Attempts(web, pause);
        if (wanted.isExceededBy(part.sizeBytes())) {
            part.clear();
        }
        boolean whole = wanted.is(part.sizeBytes());
        while (!whole) {
            long had = part.sizeBytes();
            try {
                append(wanted, part, progress);
                whole = wanted.sizeBytes.isEmpty() || wanted.is(part.sizeBytes());
                if (!whole) {
                    throw new FetchFailure(Kind.BROKEN, "the server sends nothing more");
                }
            } catch (FetchFailure failure) {
                attempts.failed(failure, part.sizeBytes() > had);
            }
        }
        progress.accept(part.sizeBytes());
    }

    /** One request: from the part's end to the file's, or to where the connection breaks. */
    private void append(Wanted wanted, PartFile part, LongConsumer progress) throws FetchFailure {
        long from = part.sizeBytes();
        try (WebAnswer answer = web.get(wanted.file.address(), from)) {
            wanted.learn(answer);
            if (answer.status() == HttpStatus.SC_REQUESTED_RANGE_NOT_SATISFIABLE) {
                part.clear();
                throw new FetchFailure(Kind.BROKEN, "HTTP 416");
            }
            if (answer.status() == HttpStatus.SC_OK) {
                part.clear(); // a server that knows no ranges sends the whole file again
            } else if (!answer.isFrom(from)) {
                throw new FetchFailure(
                        Kind.BROKEN,
                        answer.status() == HttpStatus.SC_PARTIAL_CONTENT
                                ? "another range than asked for"
                                : "HTTP " + answer.status());
            }
            copy(answer, wanted, part, progress);
        }
    }

    private static void copy(WebAnswer answer, Wanted wanted, PartFile part, LongConsumer progress)
            throws FetchFailure {
        byte[] buffer = new byte[BUFFER_BYTES];
        long has = part.sizeBytes();
        try (InputStream body = answer.body()) {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                has += read;
                if (wanted.isExceededBy(has)) {
                    part.clear();
                    throw new FetchFailure(
                            Kind.DAMAGED, "more than the " + wanted.sizeBytes.getAsLong() + " bytes it should have");
                }
                part.append(buffer, read);
                progress.accept(has);
            }
        } catch (FetchFailure e) {
            throw e;
        } catch (IOException e) {
            throw FailureReasons.broken(e);
        }
    }

    /** What is known of a file: at first what the list of files says, then also what the hub answers. */
    private static final class Wanted {
        private final RemoteFile file;
        private OptionalLong sizeBytes;
        private Optional<String> sha256;
        private Optional<String> commit = Optional.empty();

        Wanted(RemoteFile file) {
            this.file = file;
            this.sizeBytes = file.sizeBytes();
            this.sha256 = file.sha256();
        }

        void learn(WebAnswer answer) {
            sizeBytes = sizeBytes.isPresent() ? sizeBytes : answer.fileBytes();
            sha256 = sha256.or(answer::sha256);
            commit = commit.or(answer::commit);
        }

        boolean is(long bytes) {
            return sizeBytes.isPresent() && bytes == sizeBytes.getAsLong();
        }

        boolean isExceededBy(long bytes) {
            return sizeBytes.isPresent() && bytes > sizeBytes.getAsLong();
        }
    }
}
