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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * is or will be. Changes go to {@code FILE-wal} first. If one of these files was deleted, moved or replaced meanwhile,
 * writes are refused until it is back.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class SqliteFile implements Closeable {

    static final Logger LOG = LoggerFactory.getLogger("io.wwep.sqlite");

    private final Path path;
    private final LockFile lock;
    private final Connection connection;
    private final FileIdentity identity;

    /** Prepared statements, by their SQL. The driver closes them when one fails. */
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private SqliteFile(Path path, LockFile lock, Connection connection, FileIdentity identity) {
        this.path = path;
        this.lock = lock;
        this.connection = connection;
        this.identity = identity;
    }

    /** Receives a row. */
    public interface Row {

        /**
         * Receives a row's columns.
         *
         * @param columns valid only during this call
         * @throws IOException if the values are invalid
         */
        void accept(Columns columns) throws IOException;
    }

    /**
     * A change of a file.
     *
     * @param sql a statement with a question mark for each value; use few different ones, because they are kept
     *     prepared
     * @param values numbers (32 or 64 bits) or texts
     */
    public record Change(String sql, List<?> values) {

        /**
         * Copies the list.
         *
         * @param sql a statement with a question mark for each value
         * @param values numbers (32 or 64 bits) or texts
         */
        public Change {
            values = List.copyOf(values);
        }
    }

    /**
     * Opens a file. Creates it if it does not exist, readable and writable only by this user.
     *
     * @param requested a path in an existing folder
     * @param schema the expected content
     * @return the file, locked until it is closed
     * @throws IOException if it cannot be opened, is locked by another program, is damaged, or has other content; it is
     *     then left unchanged
     */
    public static SqliteFile open(Path requested, SqliteSchema schema) throws IOException {
        return openOrConvert(requested, schema, null);
    }

    /**
     * Opens a file. Creates it if it does not exist, readable and writable only by this user.
     *
     * @param requested a path in an existing folder
     * @param schema the expected content
     * @param olderFormat a format from which the file is converted if necessary
     * @return the file, locked until it is closed
     * @throws IOException if it cannot be opened, is locked by another program, is damaged, or has other content; it is
     *     then left unchanged
     */
    public static SqliteFile open(Path requested, SqliteSchema schema, OlderFormat olderFormat) throws IOException {
        return openOrConvert(requested, schema, Objects.requireNonNull(olderFormat, "olderFormat"));
    }

    private static SqliteFile openOrConvert(Path requested, SqliteSchema schema, @Nullable OlderFormat olderFormat)
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
        LockFile lock = LockFile.lock(path, schema);
        @Nullable Connection connection = null;
        boolean done = false;
        try {
            prepare(path, schema, olderFormat);
            connection = SqliteDatabase.open(path);
            SqliteFile opened = new SqliteFile(path, lock, connection, FileIdentity.of(path));
            done = true;
            return opened;
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
     * @param query SQL
     * @param row receives each row
     * @throws IOException if the file cannot be read, or a row is invalid
     */
    public void read(String query, Row row) throws IOException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            Columns columns = new Columns(path, result);
            while (result.next()) {
                row.accept(columns);
            }
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }

    /**
     * Changes many rows by one statement in one transaction. When this returns, all changes are on the disk.
     *
     * @param sql a statement with a question mark for each number
     * @param rows the numbers, for each row
     * @throws IOException if this fails; then the file is unchanged, and later writes may succeed
     */
    public void write(String sql, List<int[]> rows) throws IOException {
        inTransaction(() -> execute(prepared(sql), rows));
    }

    /**
     * Makes several changes, in this order, in one transaction. When this returns, all of them are on the disk.
     *
     * @param changes the changes
     * @throws IOException if this fails; then the file is unchanged, and later writes may succeed
     */
    public void write(List<Change> changes) throws IOException {
        inTransaction(() -> {
            for (Change change : changes) {
                PreparedStatement statement = prepared(change.sql());
                for (int i = 0; i < change.values().size(); i++) {
                    statement.setObject(i + 1, change.values().get(i));
                }
                statement.executeUpdate();
            }
        });
    }

    /** The changes of a transaction. */
    private interface Body {
        void execute() throws SQLException;
    }

    private void inTransaction(Body body) throws IOException {
        identity.check();
        try {
            prepared("BEGIN IMMEDIATE").execute();
            body.execute();
            prepared("COMMIT").execute();
        } catch (SQLException e) {
            rollback(e);
            throw new IOException("cannot write " + path + ": " + Reasons.ofWrite(e), e);
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        return statement;
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

    private static void prepare(Path path, SqliteSchema schema, @Nullable OlderFormat olderFormat) throws IOException {
        if (!Files.exists(path)) {
            NewFile.create(path, schema);
            return;
        }
        byte[] header = FileCheck.header(path);
        if (!Files.isWritable(path)) {
            throw new IOException("cannot open " + path + ": it is read-only; check that this user may write to it");
        }
        if (olderFormat != null && olderFormat.matches(header)) {
            NewFile.convert(path, schema, olderFormat);
        } else {
            FileCheck.check(path, header, schema);
        }
    }

    private void rollback(SQLException failure) {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.debug("closing a statement failed", e);
            }
        }
        statements.clear();
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
}
