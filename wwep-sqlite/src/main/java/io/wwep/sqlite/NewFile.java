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

/** Makes a file beside its place and moves it there: whenever the program or the power ends, a whole one is there, or none. */
final class NewFile {

    private NewFile() {}

    /** One without rows. */
    static void create(Path path, SqliteSchema schema) throws IOException {
        Path fresh = fresh(path);
        try {
            fill(fresh, schema, "", List.of());
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(path);
        } finally {
            delete(fresh);
        }
    }

    /** One with what is in a file of an older format, which is kept as {@code FILE.old}. */
    static void convert(Path path, SqliteSchema schema, OlderFormat format) throws IOException {
        Path old = path.resolveSibling(path.getFileName() + ".old");
        if (Files.exists(old)) {
            throw new IOException(path + " is in the format of an older version. It cannot be converted, since " + old
                    + " is there already: move that elsewhere");
        }
        Path fresh = fresh(path);
        try {
            fill(fresh, schema, format.insert(), format.read(path));
            try {
                Files.createLink(old, path);
            } catch (IOException | UnsupportedOperationException e) {
                SqliteFile.LOG.debug("{} cannot be a link", old, e);
                Files.copy(path, old, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(path);
        } finally {
            delete(fresh);
        }
        SqliteFile.LOG.info("{} was converted to SQLite's format; as it was before it is kept as {}", path, old);
    }

    private static Path fresh(Path path) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            // Of a program that was killed.
            delete(fresh);
            boolean posix = fresh.getFileSystem().supportedFileAttributeViews().contains("posix");
            FileAttribute<?>[] mine = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            return Files.createFile(fresh, mine);
        } catch (IOException e) {
            throw new IOException("cannot make " + path + ": " + Reasons.of(e), e);
        }
    }

    /** With what SQLite has beside it. */
    private static void delete(Path fresh) throws IOException {
        for (String ending : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(fresh.resolveSibling(fresh.getFileName() + ending));
        }
    }

    private static void fill(Path fresh, SqliteSchema schema, String insert, List<int[]> rows) throws IOException {
        try (Connection connection = SqliteDatabase.openToFill(fresh);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + SqliteDatabase.APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + SqliteDatabase.VERSION);
            statement.execute("BEGIN");
            for (String definition : schema.statements()) {
                statement.execute(definition);
            }
            if (!rows.isEmpty()) {
                try (PreparedStatement inserting = connection.prepareStatement(insert)) {
                    SqliteFile.execute(inserting, rows);
                }
            }
            statement.execute("COMMIT");
            // Here, since a change of the mode that is cut short leaves a journal beside the file.
            statement.execute("PRAGMA journal_mode = WAL");
        } catch (SQLException e) {
            throw new IOException("cannot make " + fresh + ": " + Reasons.ofWrite(e), e);
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Makes the name of a new file last; systems whose folders cannot be opened do so by themselves. */
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
