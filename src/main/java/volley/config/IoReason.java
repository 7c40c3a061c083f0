package volley.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file could not be read or written, in words for a user: names of Java's exceptions say nothing to one. */
public final class IoReason {
    private IoReason() {}

    /** Such as {@code run.json (permission denied)}, for a text that does not name the file itself. */
    public static String withFile(IOException failure) {
        String file = failure instanceof FileSystemException ofFile ? ofFile.getFile() : null;
        return file == null ? of(failure) : file + " (" + of(failure) + ")";
    }

    /** Such as {@code no such file or folder}, without the file's name. */
    public static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof FileAlreadyExistsException) {
            return "there is one of this name already";
        }
        String reason = failure instanceof FileSystemException ofFile ? ofFile.getReason() : failure.getMessage();
        if ("Not a directory".equals(reason)) {
            // the system's words for a file where a folder is looked into
            return "it is not a folder";
        }
        return reason == null || reason.isBlank()
                ? failure.getClass().getSimpleName()
                : reason.strip().replaceAll("\\s+", " ");
    }
}
