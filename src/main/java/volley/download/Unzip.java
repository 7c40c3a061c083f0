package volley.download;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import volley.config.BadInputException;
import volley.config.IoReason;

/** Unpacks an archive beside itself. What is there already, whole, is left alone. */
final class Unzip {
    private Unzip() {}

    /** @throws BadInputException if the archive is damaged, or names a file outside of its folder */
    static void beside(Path archive) {
        Path folder = archive.toAbsolutePath().getParent().normalize();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new BadInputException(
                            archive + " names the file " + entry.getName() + " outside of its folder; do not use it");
                }
                boolean whole = Files.exists(target) && Files.size(target) == entry.getSize();
                if (!entry.isDirectory() && !whole) {
                    unpack(zip, entry, target);
                }
            }
        } catch (ZipException | EOFException e) {
            throw new BadInputException(
                    archive + " cannot be unpacked (" + IoReason.of(e) + "); remove it and download it again");
        } catch (IOException e) {
            throw new BadInputException(archive + " cannot be unpacked beside itself (" + IoReason.withFile(e)
                    + "); make room, or what else it needs there, and start it again");
        }
    }

    private static void unpack(ZipFile zip, ZipEntry entry, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path part = target.resolveSibling(target.getFileName() + ".part");
        try (var in = zip.getInputStream(entry)) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
