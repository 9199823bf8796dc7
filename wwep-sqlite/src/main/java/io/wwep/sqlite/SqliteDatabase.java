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

/** Opens SQLite connections. */
final class SqliteDatabase {

    /** "WWEP", in the header of every file. */
    static final int APPLICATION_ID = 0x57574550;

    /** The version of the file format. */
    static final int VERSION = 1;

    /** How long to wait for other programs that write to the file. */
    private static final int BUSY_MILLIS = 2_000;

    private SqliteDatabase() {}

    /** Opens a file to read and write it. */
    static Connection open(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Connection connection = connect(path, config);
        try {
            String mode = text(connection, "PRAGMA journal_mode = WAL");
            if (!mode.equals("wal")) {
                throw new IOException("cannot open " + path
                        + ": SQLite cannot use write-ahead logging there; put the file on a local disk");
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

    /** Opens a file to check it. */
    static Connection openToCheck(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        // A journal belongs to an interrupted transaction, which SQLite rolls back if it may write.
        config.setReadOnly(!Files.exists(path.resolveSibling(path.getFileName() + "-journal")));
        return connect(path, config);
    }

    /** Opens a new file to fill it. The caller forces it to the disk once, when it is complete. */
    static Connection openToFill(Path path) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setJournalMode(SQLiteConfig.JournalMode.MEMORY);
        return connect(path, config);
    }

    /** Returns the single text value of a query. */
    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.next() ? String.valueOf(result.getString(1)) : "";
        }
    }

    /** Translates an SQLite exception on opening. */
    static IOException cannotOpen(Path path, SQLException e) {
        if (Reasons.is(e, SQLiteErrorCode.SQLITE_CORRUPT) || Reasons.is(e, SQLiteErrorCode.SQLITE_NOTADB)) {
            return damaged(path, String.valueOf(e.getMessage()), e);
        }
        Throwable cause = e.getCause();
        if (cause != null) {
            return new IOException(
                    "cannot open " + path + ": cannot load SQLite's native library (" + cause.getMessage()
                            + "); choose a folder without noexec by -Dorg.sqlite.tmpdir=FOLDER",
                    e);
        }
        return new IOException("cannot open " + path + ": " + Reasons.ofWrite(e), e);
    }

    /** Returns the exception for a damaged file. */
    static IOException damaged(Path path, String problem, Throwable cause) {
        return new IOException(
                path + " is damaged or truncated: " + problem.strip() + ". It was left unchanged; restore a backup",
                cause);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            SqliteFile.LOG.debug("closing a connection to SQLite failed", e);
        }
    }

    private static Connection connect(Path path, SQLiteConfig config) throws IOException {
        config.setBusyTimeout(BUSY_MILLIS);
        // Otherwise the driver queries generated keys after each row, which costs more than the row.
        config.setGetGeneratedKeys(false);
        // Not DriverManager, which finds only drivers visible to its caller's class loader; that fails in OSGi.
        SQLiteDataSource source = new SQLiteDataSource(config);
        // A URI, because the driver would read settings from a name that contains a question mark.
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
