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
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/**
 * A file in SQLite's format that belongs to this program until it is closed. Others may read it meanwhile, by {@code sqlite3
 * -readonly}. A second program that opens it to write is refused: {@code FILE.lock} beside it is what is locked, and is there only
 * while the file is open.
 *
 * <p>Changes that are given together are one transaction: when {@link #write} returns, all of them are on the disk, and when it
 * throws, none is or will be. They go to {@code FILE-wal} first.
 *
 * <p>For one thread at a time.
 */
public final class SqliteFile implements Closeable {

    static final Logger LOG = LoggerFactory.getLogger("io.wwep.sqlite");

    private final Path path;
    private final LockFile lock;
    private final Connection connection;
    private final String change;
    private @Nullable Transaction transaction;

    private SqliteFile(Path path, LockFile lock, Connection connection, String change) throws SQLException {
        this.path = path;
        this.lock = lock;
        this.connection = connection;
        this.change = change;
        this.transaction = new Transaction(connection, change);
    }

    /** Receives a row. */
    public interface Row {

        /**
         * A row's columns, as numbers.
         *
         * @param columns used again for the next row
         * @throws IOException if they are not what they should be
         */
        void accept(int[] columns) throws IOException;
    }

    /**
     * Opens a file, or makes a new one, that only this user can read and write.
     *
     * @param given in a folder that exists
     * @param schema what is in it
     * @param older the format that it may be in and is then converted from
     * @param change SQL that {@link #write} executes for each row, with a question mark for each number
     * @return the file, which this program has to itself until it is closed
     * @throws IOException if it cannot be opened, is open elsewhere, is damaged, or holds something else; it is left as it is then
     */
    public static SqliteFile open(Path given, SqliteSchema schema, OlderFormat older, String change)
            throws IOException {
        Path folder = given.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " for the " + schema.content() + " in " + given
                    + ": make it first");
        }
        if (Files.isDirectory(given)) {
            throw new IOException(given + " is a folder: give the name of a file for the " + schema.content());
        }
        // By whatever link it is reached, it is one file with one lock.
        Path path = Files.exists(given)
                ? given.toRealPath()
                : folder.toRealPath().resolve(given.toAbsolutePath().normalize().getFileName());
        LockFile lock = LockFile.lock(path);
        @Nullable Connection connection = null;
        boolean done = false;
        try {
            prepare(path, schema, older);
            connection = SqliteDatabase.open(path);
            SqliteFile file = new SqliteFile(path, lock, connection, change);
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
     * Shows all rows.
     *
     * @param query whose columns are numbers
     * @param row receives each
     * @throws IOException if the file cannot be read
     */
    public void read(String query, Row row) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int[] columns = new int[result.getMetaData().getColumnCount()];
            while (result.next()) {
                for (int i = 0; i < columns.length; i++) {
                    columns[i] = result.getInt(i + 1);
                }
                row.accept(columns);
            }
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }

    /**
     * Changes the file, in one transaction: when this returns, all is on the disk.
     *
     * @param rows for each, what the question marks stand for
     * @throws IOException if that failed: the file is as before, and can be written again
     */
    public void write(List<int[]> rows) throws IOException {
        try {
            Transaction prepared = transaction;
            if (prepared == null) {
                prepared = new Transaction(connection, change);
                transaction = prepared;
            }
            prepared.begin.execute();
            execute(prepared.change, rows);
            prepared.commit.execute();
        } catch (SQLException e) {
            rollback(e);
            throw new IOException("cannot write " + path + ": " + Reasons.ofWrite(e), e);
        }
    }

    /** Closes the file; then another program can open it. */
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

    private static void prepare(Path path, SqliteSchema schema, OlderFormat older) throws IOException {
        if (!Files.exists(path)) {
            NewFile.create(path, schema);
            return;
        }
        byte[] beginning = FileCheck.beginning(path);
        if (!Files.isWritable(path)) {
            throw new IOException("cannot open " + path + ": it may be read only; may this user write to it?");
        }
        if (older.isThatOf(beginning)) {
            NewFile.convert(path, schema, older);
        } else {
            FileCheck.check(path, beginning, schema);
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
            // After some failures SQLite has done so by itself.
            LOG.debug("no rollback of {}", path, e);
        }
        if (Reasons.is(failure, SQLiteErrorCode.SQLITE_IOERR)) {
            discardTail();
        }
    }

    /**
     * If the disk has failed to force a transaction that is written, the next program to open the file would find it whole: what was
     * committed before goes to the file itself, and the log is emptied.
     */
    private void discardTail() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            LOG.warn("{}-wal could not be emptied after a failure: {}", path, e.getMessage());
        }
    }

    private static void close(@Nullable Connection connection, LockFile lock) throws IOException {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException e) {
            LOG.debug("a connection to SQLite could not be closed", e);
        } finally {
            lock.close();
        }
    }

    /** Its statements, prepared; after one has failed the driver has closed it. */
    private static final class Transaction {

        final PreparedStatement begin;
        final PreparedStatement change;
        final PreparedStatement commit;

        Transaction(Connection connection, String change) throws SQLException {
            this.begin = connection.prepareStatement("BEGIN IMMEDIATE");
            this.change = connection.prepareStatement(change);
            this.commit = connection.prepareStatement("COMMIT");
        }

        void close() {
            for (PreparedStatement statement : List.of(begin, change, commit)) {
                try {
                    statement.close();
                } catch (SQLException e) {
                    LOG.debug("a statement could not be closed", e);
                }
            }
        }
    }
}
