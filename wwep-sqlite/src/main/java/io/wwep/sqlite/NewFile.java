package io.wwep.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creates files atomically: under a temporary name, then moved. After a crash, a file is complete or does not exist.
 */
final class NewFile {

    private NewFile() {}

    /** Creates a file without rows. */
    static void create(Path path, SqliteSchema schema) throws IOException {
        Path temporary = temporary(path);
        try {
            fill(temporary, schema, "", List.of());
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(path);
        } finally {
            delete(temporary);
        }
    }

    /** Converts a file from an older format. Keeps the original as {@code FILE.old}. */
    static void convert(Path path, SqliteSchema schema, OlderFormat format) throws IOException {
        Path old = path.resolveSibling(path.getFileName() + ".old");
        if (Files.exists(old)) {
            throw new IOException(path + " is in the format of an older version. It cannot be converted, because " + old
                    + " already exists: move that file elsewhere");
        }
        Path temporary = temporary(path);
        try {
            fill(temporary, schema, format.insert(), format.read(path));
            try {
                Files.createLink(old, path);
            } catch (IOException | UnsupportedOperationException e) {
                SqliteFile.LOG.debug("{} cannot be created as a link", old, e);
                Files.copy(path, old, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(path);
        } finally {
            delete(temporary);
        }
        SqliteFile.LOG.info("{} was converted to SQLite's format; the original is kept as {}", path, old);
    }

    private static Path temporary(Path path) throws IOException {
        Path temporary = path.resolveSibling(path.getFileName() + ".new");
        try {
            // Left by a killed program.
            delete(temporary);
            boolean posix =
                    temporary.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            return Files.createFile(temporary, ownerOnly);
        } catch (IOException e) {
            throw new IOException("cannot create " + path + ": " + Reasons.of(e), e);
        }
    }

    /** Deletes a file and SQLite's files next to it. */
    private static void delete(Path temporary) throws IOException {
        for (String ending : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(temporary.resolveSibling(temporary.getFileName() + ending));
        }
    }

    private static void fill(Path temporary, SqliteSchema schema, String insert, List<int[]> rows) throws IOException {
        try (Connection connection = SqliteDatabase.openToFill(temporary);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + SqliteDatabase.APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + SqliteDatabase.VERSION);
            statement.execute("BEGIN");
            for (String definition : schema.statements()) {
                statement.execute(definition);
            }
            if (!rows.isEmpty()) {
                try (PreparedStatement insertStatement = connection.prepareStatement(insert)) {
                    SqliteFile.execute(insertStatement, rows);
                }
            }
            statement.execute("COMMIT");
            // Set here, because an interrupted change of the mode leaves a journal next to the file.
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            throw new IOException("cannot create " + temporary + ": " + Reasons.ofWrite(e), e);
        }
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the name of a new file durable. Systems that cannot open folders do so by themselves. */
    private static void forceFolder(Path path) throws IOException {
        FileChannel folder;
        try {
            folder = FileChannel.open(path.resolveSibling("."), StandardOpenOption.READ);
        } catch (IOException e) {
            SqliteFile.LOG.debug("the folder of {} cannot be opened", path, e);
            return;
        }
        try (folder) {
            folder.force(true);
        }
    }
}
