package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/** How a file is opened by SQLite, in each way that is needed. */
final class SqliteDatabase {

    /** "WWEP", in the header of each file. */
    static final int APPLICATION_ID = 0x57574550;

    /** The format of what is in it. */
    static final int VERSION = 1;

    /** How long a program that others write with may take. */
    private static final int BUSY_MS = 2_000;

    private SqliteDatabase() {}

    /** To read and write it, as long as the program runs. */
    static Connection open(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Connection connection = connect(path, config);
        try {
            String mode = text(connection, "PRAGMA journal_mode = WAL");
            if (!mode.equals("wal")) {
                throw new IOException("cannot open " + path
                        + ": SQLite cannot write ahead there; put the file on a disk of this machine");
            }
            return connection;
        } catch (IOException e) {
            close(connection);
            throw e;
        } catch (SQLException e) {
            close(connection);
            throw cannotOpen(path, e);
        }
    }

    /** To check it. */
    static Connection openToCheck(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        // A journal beside it is of a transaction that was cut short, which SQLite takes back if it may write.
        config.setReadOnly(!Files.exists(path.resolveSibling(path.getFileName() + "-journal")));
        return connect(path, config);
    }

    /** To fill a new one, which is forced to the disk when it is whole, and not before. */
    static Connection openToFill(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        return connect(path, config);
    }

    /** The one text that a statement gives. */
    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }

    /** An exception of SQLite's on opening. */
    static IOException cannotOpen(Path path, SQLException e) {
        if (Reasons.is(e, SQLiteErrorCode.SQLITE_CORRUPT) || Reasons.is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
            return damaged(path, String.valueOf(e.getMessage()), e);
        }
        Throwable cause = e.getCause();
        if (cause != null) {
            return new IOException(
                    "cannot open " + path + ": SQLite's native library does not load (" + cause.getMessage()
                            + "); name a folder that programs may be run from by -Dorg.sqlite.tmpdir=FOLDER",
                    e);
        }
        return new IOException("cannot open " + path + ": " + Reasons.ofWrite(e), e);
    }

    /** A file that SQLite does not find whole. */
    static IOException damaged(Path path, String how, Throwable cause) {
        return new IOException(
                path + " is damaged or cut off: " + how.strip() + ". It was left as it is; put a copy in its place",
                cause);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            SqliteFile.LOG.debug("a connection to SQLite could not be closed", e);
        }
    }

    private static Connection connect(Path path, SQLiteConfig config) throws IOException {
        config.setBusyTimeout(BUSY_MS);
        // Otherwise the driver asks for them after each row, which costs more than the row.
        config.setGetGeneratedKeys(false);
        // No DriverManager: it knows only drivers that the class loader of its caller sees, which in OSGi is the wrong
        // one.
        SQLiteDataSource source = new SQLiteDataSource(config);
        // As a URI, since the driver would read settings from a name with a question mark.
        source.setUrl("jdbc:sqlite:" + path.toUri());
        try {
            Connection connection = source.getConnection();
            NativeLibrary.deleteCopy();
            return connection;
        } catch (SQLException e) {
            throw cannotOpen(path, e);
        }
    }
}
