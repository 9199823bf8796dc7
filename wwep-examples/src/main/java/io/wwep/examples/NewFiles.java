package io.wwep.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes new files. They are moved into place once all are written; a file with a secret is readable only by its owner
 * from the start.
 */
final class NewFiles {

    private static final Set<PosixFilePermission> FOR_THE_OWNER = PosixFilePermissions.fromString("rw-------");

    private final boolean overwrite;
    private final List<Draft> drafts = new ArrayList<>();

    private static final class Draft {

        private final Path file;
        private final byte[] content;
        private final boolean secret;

        Draft(Path file, byte[] content, boolean secret) {
            this.file = file;
            this.content = content;
            this.secret = secret;
        }
    }

    /** Creates a set of files that replace existing ones only if {@code overwrite} is set. */
    NewFiles(boolean overwrite) {
        this.overwrite = overwrite;
    }

    NewFiles add(Path file, byte[] content) {
        drafts.add(new Draft(file, content, false));
        return this;
    }

    NewFiles addSecret(Path file, byte[] content) {
        drafts.add(new Draft(file, content, true));
        return this;
    }

    /**
     * Writes the files; notes when the file system cannot keep others from reading a secret.
     *
     * @throws BadUsageException if one cannot be written, or exists and must not be overwritten
     */
    void write(Screen screen) {
        for (Draft draft : drafts) {
            check(draft.file);
        }
        Map<Path, Path> written = new LinkedHashMap<>();
        try {
            for (Draft draft : drafts) {
                Path place = place(draft.file);
                Path beside = place.resolveSibling("." + UUID.randomUUID() + ".tmp");
                written.put(beside, place);
                write(beside, draft.content, draft.secret);
                if (draft.secret && !isProtected(beside)) {
                    screen.note("this file system has no permissions to stop others from reading " + draft.file
                            + "; protect it yourself");
                }
            }
            for (Map.Entry<Path, Path> each : written.entrySet()) {
                put(each.getKey(), each.getValue());
            }
        } catch (IOException e) {
            throw new BadUsageException(reason(e));
        } finally {
            written.keySet().forEach(NewFiles::deleteQuietly);
        }
    }

    private void check(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isRegularFile(file)) {
            throw new BadUsageException(file + " exists and is not a regular file; give another name");
        }
        if (!overwrite) {
            throw new BadUsageException(file
                    + " already exists, and nothing was written; give another location, or --force to overwrite it");
        }
    }

    /** Returns the real path, so that a link to a file stays a link. */
    private static Path place(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    }

    private static void write(Path file, byte[] content, boolean secret) throws IOException {
        FileAttribute<?>[] rights = secret && hasRights(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOR_THE_OWNER)}
                : new FileAttribute<?>[0];
        Set<StandardOpenOption> asNew = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, asNew, rights)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    private static boolean hasRights(Path file) {
        return Files.getFileAttributeView(file, PosixFileAttributeView.class) != null;
    }

    /** Checks the result, since not every disk keeps permissions. */
    private static boolean isProtected(Path file) throws IOException {
        return hasRights(file) && Files.getPosixFilePermissions(file).equals(FOR_THE_OWNER);
    }

    private void put(Path from, Path to) throws IOException {
        if (overwrite) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.move(from, to);
        }
    }

    /** Returns why a file could not be written, and what to do about it. */
    static String reason(IOException e) {
        String place = e instanceof FileSystemException file && file.getFile() != null
                ? String.valueOf(Path.of(file.getFile()).getParent())
                : "the folder";
        if (e instanceof NoSuchFileException) {
            return "there is no folder " + place + "; create it, or give another location";
        }
        if (e instanceof AccessDeniedException) {
            return "no permission to write in " + place + "; check its permissions, or give another location";
        }
        return "cannot write in " + place + ": " + e.getMessage() + "; check that it is a folder and has free space";
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It was moved into place or never created.
        }
    }
}
