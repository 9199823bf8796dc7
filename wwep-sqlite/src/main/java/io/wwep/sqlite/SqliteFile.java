package io.wwep.sqlite;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * An SQLite file that is locked by this program until it is closed. Other programs may read it meanwhile with {@code
 * sqlite3 -readonly}. A second program that opens it for writing is refused: {@code FILE.lock} exists and is locked
 * while the file is open.
 *
 * <p>Each call of {@link #write} is one transaction: when it returns, all changes are on the disk; when it throws, none
 * is or will be. Changes go to {@code FILE-wal} first.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class SqliteFile implements Closeable {

    static final Logger LOG = LoggerFactory.getLogger("io.wwep.sqlite");

    private final Path path;
    private final LockFile lock;
    private final Connection connection;
    private final String upsert;
    private @Nullable Transaction transaction;

    private SqliteFile(Path path, LockFile lock, Connection connection, String upsert) throws SQLException {
        this.path = path;
        this.lock = lock;
        this.connection = connection;
        this.upsert = upsert;
        this.transaction = new Transaction(connection, upsert);
    }

    /** Receives a row. */
    public interface Row {

        /**
         * Receives a row's columns, as numbers.
         *
         * @param columns reused for the next row
         * @throws IOException if the values are invalid
         */
        void accept(int[] columns) throws IOException;
    }

    /**
     * Opens a file. Creates it if it does not exist, readable and writable only by this user.
     *
     * @param requested a path in an existing folder
     * @param schema the expected content
     * @param olderFormat a format from which the file is converted if necessary
     * @param upsert SQL that {@link #write} executes for each row, with a question mark for each number
     * @return the file, locked until it is closed
     * @throws IOException if it cannot be opened, is locked by another program, is damaged, or has other content; it is
     *     then left unchanged
     */
    public static SqliteFile open(Path requested, SqliteSchema schema, OlderFormat olderFormat, String upsert)
            throws IOException {
        Path folder = requested.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " for the " + schema.content() + " in " + requested
                    + ": create it first");
        }
        if (Files.isDirectory(requested)) {
            throw new IOException(requested + " is a folder: give the name of a file for the " + schema.content());
        }
        // Reading a pipe or a device may never end.
        if (Files.exists(requested) && !Files.isRegularFile(requested)) {
            throw new IOException(
                    requested + " is a pipe, socket or device: give the name of a file for the " + schema.content());
        }
        // Links to the same file must share one lock.
        Path path = Files.exists(requested)
                ? requested.toRealPath()
                : folder.toRealPath()
                        .resolve(requested.toAbsolutePath().normalize().getFileName());
        LockFile lock = LockFile.lock(path);
        @Nullable Connection connection = null;
        boolean done = false;
        try {
            prepare(path, schema, olderFormat);
            connection = SqliteDatabase.open(path);
            SqliteFile file = new SqliteFile(path, lock, connection, upsert);
            done = true;
            return file;
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        } finally {
            if (!done) {
                close(connection, lock);
            }
        }
    }

    /** {@return the file's real path} */
    public Path path() {
        return path;
    }

    /**
     * Reads rows.
     *
     * @param query SQL whose columns are numbers
     * @param row receives each row
     * @throws IOException if the file cannot be read, or has a value that is not an integer of 32 bits
     */
    public void read(String query, Row row) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int[] columns = new int[result.getMetaData().getColumnCount()];
            while (result.next()) {
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = integer(result, i + 1);
                }
                row.accept(columns);
            }
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }

    /** Returns a column's value. SQLite's columns accept other types too, which the driver would convert to a wrong number. */
    private int integer(ResultSet result, int column) throws SQLException, IOException {
        if (result.getObject(column) instanceof Integer value) {
            return value;
        }
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            values.add(result.getMetaData().getColumnName(i) + " " + result.getString(i));
        }
        throw new IOException(path + " has an invalid row (" + String.join(", ", values) + "): "
                + result.getMetaData().getColumnName(column)
                + " is not an integer of 32 bits. It was left unchanged; correct it with sqlite3, or restore a backup");
    }

    /**
     * Changes the file in one transaction. When this returns, all changes are on the disk.
     *
     * @param rows the values of the question marks, for each row
     * @throws IOException if this fails; then the file is unchanged, and later writes may succeed
     */
    public void write(List<int[]> rows) throws IOException {
        try {
            Transaction prepared = transaction;
            if (prepared == null) {
                prepared = new Transaction(connection, upsert);
                transaction = prepared;
            }
            prepared.begin.execute();
            execute(prepared.upsert, rows);
            prepared.commit.execute();
        } catch (SQLException e) {
            rollback(e);
            throw new IOException("cannot write " + path + ": " + Reasons.ofWrite(e), e);
        }
    }

    /** Closes the file, so that another program can open it. */
    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException("cannot close " + path + ": " + e.getMessage(), e);
        } finally {
            lock.close();
        }
    }

    static void execute(PreparedStatement statement, List<int[]> rows) throws SQLException {
        for (int[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                statement.setInt(i + 1, row[i]);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    private static void prepare(Path path, SqliteSchema schema, OlderFormat olderFormat) throws IOException {
        if (!Files.exists(path)) {
            NewFile.create(path, schema);
            return;
        }
        byte[] header = FileCheck.header(path);
        if (!Files.isWritable(path)) {
            throw new IOException("cannot open " + path + ": it is read-only; check that this user may write to it");
        }
        if (olderFormat.matches(header)) {
            NewFile.convert(path, schema, olderFormat);
        } else {
            FileCheck.check(path, header, schema);
        }
    }

    private void rollback(SQLException failure) {
        Transaction failed = transaction;
        transaction = null;
        if (failed != null) {
            failed.close();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // After some failures, SQLite has already rolled back.
            LOG.debug("rolling back {} failed", path, e);
        }
        if (Reasons.is(failure, SQLiteErrorCode.SQLITE_IOERR)) {
            discardTail();
        }
    }

    /**
     * Removes a failed transaction from the log. If it was written but not forced, the next program to open the file
     * would consider it committed. So moves earlier commits to the file itself and truncates the log.
     */
    private void discardTail() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.warn("cannot truncate {}-wal after a failure: {}", path, e.getMessage());
        }
    }

    private static void close(@Nullable Connection connection, LockFile lock) throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("closing a connection to SQLite failed", e);
        } finally {
            lock.close();
        }
    }

    /** Prepared statements of a transaction. The driver closes them when one fails. */
    private static final class Transaction {

        final PreparedStatement begin;
        final PreparedStatement upsert;
        final PreparedStatement commit;

        Transaction(Connection connection, String upsert) throws SQLException {
            this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
            this.upsert = connection.prepareStatement(upsert);
            this.commit = connection.prepareStatement("COMMIT");
        }

        void close() {
            for (PreparedStatement statement : List.of(begin, upsert, commit)) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    LOG.debug("closing a statement failed", e);
                }
            }
        }
    }
}
