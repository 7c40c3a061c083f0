package volley.config;

import java.io.EOFException;
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

    /** Of any failure: one that was not foreseen has no words for a user, and stands in the log. */
    public static String ofAny(Exception failure) {
        if (failure instanceof IOException ofFile) {
            return withFile(ofFile);
        }
        return failure instanceof BadInputException
                ? failure.getMessage()
                : "an error of Volley's own, which the log has";
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
                ? failure instanceof EOFException ? "it ends too early" : "the system gives no reason"
                : reason.strip().replaceAll("\\s+", " ");
    }
}
