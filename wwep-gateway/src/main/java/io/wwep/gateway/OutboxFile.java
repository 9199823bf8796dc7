package io.wwep.gateway;

import io.wwep.protocol.DeviceId;
import io.wwep.sqlite.Columns;
import io.wwep.sqlite.SqliteFile;
import io.wwep.sqlite.SqliteSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps the writes of an outbox in an SQLite file. Isolates the optional dependency {@code wwep-sqlite} from the other
 * classes. A write of several registers has a row for each, all with its sequence.
 */
final class OutboxFile implements OutboxStorage {

    /** The number of rows of dead letters to keep. */
    private static final int MOST_DEAD_LETTERS = 10_000;

    private static final long MAX_SEQUENCE = 1L << 62;

    private static final String COLUMNS = "endpoint TEXT, device INTEGER, number INTEGER, value INTEGER, mask INTEGER,"
            + " sequence INTEGER, accepted_at TEXT, expires_at TEXT";

    private static final SqliteSchema SCHEMA = new SqliteSchema(
            "queued writes",
            "gateway",
            "pending",
            List.of(
                    "CREATE TABLE pending(" + COLUMNS + ", state TEXT CHECK(state IN ('QUEUED','UNKNOWN')),"
                            + " PRIMARY KEY(endpoint, device, number, mask)) WITHOUT ROWID",
                    "CREATE TABLE dead_letter(" + COLUMNS + ", reason TEXT, at TEXT)"));

    private static final String NAMES = "endpoint, device, number, value, mask, sequence, accepted_at, expires_at";
    private static final String PUT = "INSERT INTO pending(" + NAMES + ", state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (endpoint, device, number, mask) DO UPDATE SET value = excluded.value,"
            + " sequence = excluded.sequence, accepted_at = excluded.accepted_at, expires_at = excluded.expires_at,"
            + " state = excluded.state";
    private static final String DELETE = "DELETE FROM pending WHERE endpoint = ? AND device = ?"
            + " AND number BETWEEN ? AND ? AND mask = ? AND sequence = ?";
    private static final String REFUSE =
            "INSERT INTO dead_letter(" + NAMES + ", reason, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FORGET =
            "DELETE FROM dead_letter WHERE rowid <= (SELECT max(rowid) FROM dead_letter) - " + MOST_DEAD_LETTERS;

    private final SqliteFile file;

    private OutboxFile(SqliteFile file) {
        this.file = file;
    }

    /**
     * Opens a file, or creates it.
     *
     * @throws IOException if it cannot be opened; it is then left unchanged
     */
    static OutboxFile open(Path path) throws IOException {
        return new OutboxFile(SqliteFile.open(path, SCHEMA));
    }

    /** A row of a write. */
    private record Part(OutboxWrite write, State state) {}

    @Override
    public List<Stored> load() throws IOException {
        Map<Long, List<Part>> bySequence = new TreeMap<>();
        file.read("SELECT " + NAMES + ", state FROM pending ORDER BY sequence, number", row -> {
            Part part = new Part(part(row), state(row));
            bySequence
                    .computeIfAbsent(part.write().sequence(), any -> new ArrayList<>(1))
                    .add(part);
        });
        List<Stored> all = new ArrayList<>();
        for (List<Part> parts : bySequence.values()) {
            boolean isUnknown = parts.stream().anyMatch(part -> part.state() == State.UNKNOWN);
            all.add(new Stored(
                    join(parts.stream().map(Part::write).toList()), isUnknown ? State.UNKNOWN : State.QUEUED));
        }
        return all;
    }

    @Override
    public List<DeadLetter> deadLetters() throws IOException {
        List<DeadLetter> parts = new ArrayList<>();
        file.read(
                "SELECT " + NAMES + ", reason, at FROM dead_letter ORDER BY rowid",
                row -> parts.add(new DeadLetter(part(row), row.text(8), time(row, 9))));
        List<DeadLetter> all = new ArrayList<>();
        List<OutboxWrite> group = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            DeadLetter letter = parts.get(i);
            group.add(letter.write());
            if (i == parts.size() - 1
                    || parts.get(i + 1).write().sequence() != letter.write().sequence()) {
                all.add(new DeadLetter(join(group), letter.reason(), letter.at()));
                group.clear();
            }
        }
        return all;
    }

    @Override
    public void commit(Collection<? extends Change> changes, List<DeadLetter> refused) throws IOException {
        List<SqliteFile.Change> rows = new ArrayList<>();
        for (Change change : changes) {
            if (change instanceof Delete) {
                OutboxWrite write = change.write();
                rows.add(new SqliteFile.Change(
                        DELETE,
                        List.of(
                                write.endpoint(),
                                write.device().value(),
                                write.register(),
                                write.register() + write.values().size() - 1,
                                write.mask(),
                                write.sequence())));
            }
        }
        for (Change change : changes) {
            if (change instanceof Put put) {
                addRows(rows, PUT, put.write(), put.state().name());
            }
        }
        for (DeadLetter letter : refused) {
            addRows(rows, REFUSE, letter.write(), letter.reason(), letter.at().toString());
        }
        if (!refused.isEmpty()) {
            rows.add(new SqliteFile.Change(FORGET, List.of()));
        }
        file.write(rows);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static void addRows(List<SqliteFile.Change> rows, String sql, OutboxWrite write, String... more) {
        for (int i = 0; i < write.values().size(); i++) {
            List<Object> values = new ArrayList<>(List.of(
                    write.endpoint(),
                    write.device().value(),
                    write.register() + i,
                    write.values().get(i),
                    write.mask(),
                    write.sequence(),
                    write.acceptedAt().toString(),
                    write.expiresAt().toString()));
            values.addAll(Arrays.asList(more));
            rows.add(new SqliteFile.Change(sql, values));
        }
    }

    /** Returns the write of one row. */
    private static OutboxWrite part(Columns row) throws IOException {
        return new OutboxWrite(
                row.text(0),
                DeviceId.of(integer(row, 1, 0xFFFF)),
                integer(row, 2, 0xFF),
                List.of(integer(row, 3, 0xFFFF)),
                time(row, 6),
                time(row, 7),
                sequence(row),
                integer(row, 4, OutboxWrite.WHOLE));
    }

    private static int integer(Columns row, int column, int max) throws IOException {
        int value = row.integer(column);
        if (value < 0 || value > max) {
            throw row.invalid(column, "0 to " + max);
        }
        return value;
    }

    /** Leaves room for the writes of the future. */
    private static long sequence(Columns row) throws IOException {
        long sequence = row.number(5);
        if (sequence < 0 || sequence > MAX_SEQUENCE) {
            throw row.invalid(5, "0 to " + MAX_SEQUENCE);
        }
        return sequence;
    }

    private static Instant time(Columns row, int column) throws IOException {
        try {
            return Instant.parse(row.text(column));
        } catch (DateTimeParseException e) {
            throw row.invalid(column, "a time like 2026-11-28T21:00:00Z");
        }
    }

    private static State state(Columns row) throws IOException {
        try {
            return State.valueOf(row.text(8));
        } catch (IllegalArgumentException e) {
            throw row.invalid(8, "QUEUED or UNKNOWN");
        }
    }

    /** Joins the rows of a write. */
    private OutboxWrite join(List<OutboxWrite> rows) throws IOException {
        List<OutboxWrite> parts = new ArrayList<>(rows);
        parts.sort(Comparator.comparingInt(OutboxWrite::register));
        OutboxWrite first = parts.get(0);
        for (int i = 0; i < parts.size(); i++) {
            OutboxWrite part = parts.get(i);
            if (part.register() != first.register() + i
                    || !part.endpoint().equals(first.endpoint())
                    || !part.device().equals(first.device())
                    || !part.acceptedAt().equals(first.acceptedAt())
                    || !part.expiresAt().equals(first.expiresAt())
                    || part.mask() != first.mask()
                    || (parts.size() > 1 && part.isPartial())) {
                throw new IOException(file.path() + " has invalid rows: those of sequence " + first.sequence()
                        + " are not one value. It was left unchanged; correct it with sqlite3, or restore a backup");
            }
        }
        List<Integer> values = parts.stream().map(part -> part.values().get(0)).toList();
        return new OutboxWrite(
                first.endpoint(),
                first.device(),
                first.register(),
                values,
                first.acceptedAt(),
                first.expiresAt(),
                first.sequence(),
                first.mask());
    }
}
