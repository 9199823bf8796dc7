package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import io.wwep.sqlite.SqliteFile;
import io.wwep.sqlite.SqliteSchema;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Keeps registers in an SQLite file. Isolates the optional dependency {@code wwep-sqlite} from the other classes. Not
 * safe for use by several threads at once.
 */
final class RegisterFile implements Closeable {

    static final String UPSERT =
            "INSERT INTO register VALUES (?, ?, ?) ON CONFLICT (device, number) DO UPDATE SET value = excluded.value";

    private static final SqliteSchema SCHEMA = new SqliteSchema(
            "registers",
            "server",
            "register",
            List.of(
                    "CREATE TABLE register(device INTEGER, number INTEGER, value INTEGER,"
                            + " PRIMARY KEY(device, number)) WITHOUT ROWID",
                    "CREATE VIEW registers AS SELECT printf('%04X', device) device, printf('%02X', number) register,"
                            + " printf('%04X', value) value FROM register"));

    private final SqliteFile file;

    private RegisterFile(SqliteFile file) {
        this.file = file;
    }

    /** Opens a file, or creates it. */
    static RegisterFile open(Path path) throws IOException {
        return new RegisterFile(SqliteFile.open(path, SCHEMA, new RegisterJournal()));
    }

    Path path() {
        return file.path();
    }

    /** Copies all registers into a store. */
    void copyTo(RegisterStore store) throws IOException {
        file.read("SELECT device, number, value FROM register", columns -> {
            try {
                store.write(DeviceId.of(columns.integer(0)), columns.integer(1), columns.integer(2));
            } catch (IllegalArgumentException e) {
                throw new IOException(
                        path() + " has an invalid register: " + e.getMessage()
                                + ". It was left unchanged; correct it with sqlite3, or restore a backup",
                        e);
            }
        });
    }

    /**
     * Writes values in one transaction.
     *
     * @param values by key: 16 bits of device, then 8 bits of register
     */
    void write(Map<Integer, Integer> values) throws IOException {
        file.write(UPSERT, rows(values));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Returns the columns of each register. */
    static List<int[]> rows(Map<Integer, Integer> values) {
        List<int[]> rows = new ArrayList<>(values.size());
        values.forEach((key, value) -> rows.add(new int[] {key >> Byte.SIZE, key & 0xFF, value}));
        return rows;
    }
}
