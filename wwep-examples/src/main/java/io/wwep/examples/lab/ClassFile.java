package io.wwep.examples.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a class's progress in a file that only its owner may read; or nowhere. For one thread at a time. */
final class ClassFile {

    private static final Logger LOG = LoggerFactory.getLogger("io.wwep.lab");
    private static final long MAX_BYTES = 4_000_000;

    private final @Nullable Path file;
    private boolean failing;

    ClassFile(@Nullable Path file) {
        this.file = file;
    }

    /**
     * Reads the progress; none if there is no file yet.
     *
     * @throws ClassFileException if it cannot be read or is damaged
     */
    ClassProgress read() throws ClassFileException {
        if (file == null || !Files.exists(file)) {
            return new ClassProgress(List.of());
        }
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                throw new ClassFileException(file + " is not a file with the progress of a class; give another one");
            }
            return ClassProgress.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new ClassFileException(
                    file + " is damaged: " + e.getMessage() + "; repair it, or give another file to start over", e);
        } catch (ClassFileException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new ClassFileException(file + " is not UTF-8 text; give another file", e);
        } catch (IOException e) {
            throw new ClassFileException(file + " cannot be read: " + e + "; give another file", e);
        }
    }

    /** Replaces the file. Logs a failure, once until it works again. Returns whether there is nothing more to save. */
    boolean save(ClassProgress progress) {
        if (file == null) {
            return true;
        }
        try {
            Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
            // Readable only by its owner from the start.
            Path temporary = Files.createTempFile(place.resolveSibling("").toAbsolutePath(), ".class", ".tmp");
            try {
                write(temporary, progress.toJson());
                Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            failing = false;
            return true;
        } catch (IOException e) {
            if (!failing) {
                LOG.warn("the progress of the class cannot be saved in {}: {}; trying again", file, e.toString());
            }
            failing = true;
            return false;
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
