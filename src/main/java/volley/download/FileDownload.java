package volley.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import volley.config.BadInputException;

/**
 * One file to disk. It grows as {@code <name>.part}, across broken connections and across calls, and has its name only
 * when its digest is right.
 */
final class FileDownload {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int TRIES_WITHOUT_PROGRESS = 5;
    private static final long STALLED_SECONDS = 60;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final WebClient web;
    private final Pause pause;

    /** Waits before another try. */
    @FunctionalInterface
    interface Pause {
        void rest(Duration time) throws InterruptedException;
    }

    FileDownload(WebClient web, Pause pause) {
        this.web = web;
        this.pause = pause;
    }

    /** The server said no: trying again is of no use. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Fetches what is missing.
     *
     * @param progress told how many bytes are there
     * @return the file's SHA-256, in lower-case hex
     * @throws BadInputException if it cannot be had, or has another digest
     */
    String fetch(RemoteFile file, Path target, LongConsumer progress) {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            transfer(file, part, progress);
            String sha256 = Sha256.of(part);
            if (file.sha256().isPresent() && !file.sha256().get().equals(sha256)) {
                Files.delete(part);
                throw new BadInputException(file.path() + " has the SHA-256 " + sha256 + " instead of "
                        + file.sha256().get()
                        + " and was thrown away; try again, or without the mirror in HF_ENDPOINT");
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return sha256;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("the download of " + file.path() + " was interrupted; start it again to go on");
        } catch (IOException e) {
            throw new BadInputException(file.path() + " cannot be downloaded from "
                    + file.address().getHost() + " (" + reason(e) + "); "
                    + (e instanceof Refused
                            ? "check HF_TOKEN and HF_ENDPOINT"
                            : "start it again to go on where it ended"));
        }
    }

    private void transfer(RemoteFile file, Path part, LongConsumer progress) throws IOException, InterruptedException {
        long had = size(part);
        int failures = 0;
        while (had != file.sizeBytes()) {
            if (had > file.sizeBytes()) {
                Files.delete(part);
            }
            IOException failure = null;
            try {
                append(file, part, size(part), progress);
            } catch (Refused e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
            long has = size(part);
            failures = has > had ? 0 : failures + 1;
            had = has;
            if (failures >= TRIES_WITHOUT_PROGRESS) {
                throw failure == null ? new IOException("the server sends nothing more") : failure;
            }
            if (had != file.sizeBytes()) {
                pause.rest(Duration.ofSeconds(1L << failures));
            }
        }
        progress.accept(had);
    }

    /** One request: from the part's end to where the connection breaks. */
    private void append(RemoteFile file, Path part, long from, LongConsumer progress) throws IOException {
        HttpResponse<InputStream> response = web.get(file.address(), from);
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == RANGE_NOT_SATISFIABLE) {
                Files.delete(part);
                return;
            }
            if (status != 200 && status != PARTIAL_CONTENT) {
                throw status >= 500 || status == 429
                        ? new IOException("HTTP " + status)
                        : new Refused("HTTP " + status);
            }
            // a server that knows no ranges sends the whole file again
            boolean goesOn = status == PARTIAL_CONTENT
                    && response.headers()
                            .firstValue("Content-Range")
                            .filter(range -> range.startsWith("bytes " + from + "-"))
                            .isPresent();
            if (status == PARTIAL_CONTENT && !goesOn) {
                throw new IOException("another range than asked for");
            }
            try (OutputStream out = Files.newOutputStream(
                    part,
                    StandardOpenOption.CREATE,
                    goesOn ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                copy(body, out, goesOn ? from : 0, progress);
            }
        }
    }

    private static void copy(InputStream body, OutputStream out, long from, LongConsumer progress) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        AtomicLong has = new AtomicLong(from);
        CompletableFuture<Void> ended = new CompletableFuture<>();
        watch(body, has, ended);
        try {
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                out.write(buffer, 0, read);
                progress.accept(has.addAndGet(read));
            }
        } finally {
            ended.complete(null);
        }
    }

    /** A connection over which nothing comes for a minute is as good as broken. */
    private static void watch(InputStream body, AtomicLong has, CompletableFuture<Void> ended) {
        long before = has.get();
        CompletableFuture.delayedExecutor(STALLED_SECONDS, TimeUnit.SECONDS).execute(() -> {
            if (ended.isDone()) {
                return;
            }
            if (has.get() > before) {
                watch(body, has, ended);
                return;
            }
            try {
                body.close();
            } catch (IOException e) {
                ended.completeExceptionally(e);
            }
        });
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private static String reason(IOException e) {
        if (WebClient.isOffline(e)) {
            return "no connection";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
