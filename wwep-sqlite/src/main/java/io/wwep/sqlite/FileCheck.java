package io.wwep.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;

/** Checks whether a file may be opened, without changing it. */
final class FileCheck {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    private FileCheck() {}

    /** Returns the first bytes of a file. */
    static byte[] header(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return input.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read " + path + ": " + Reasons.of(e) + "; check that this user may read and write it", e);
        }
    }

    /**
     * Checks that a file is intact, in this format, and has the expected content.
     *
     * @param header its first bytes
     * @throws IOException if any check fails
     */
    static void check(Path path, byte[] header, SqliteSchema schema) throws IOException {
        checkHeader(path, header, schema);
        Path log = sibling(path, "-wal");
        Path index = sibling(path, "-shm");
        boolean hadLog = Files.exists(log);
        boolean hadIndex = Files.exists(index);
        boolean valid = false;
        try {
            checkContent(path, schema);
            valid = true;
        } finally {
            if (!valid) {
                // SQLite created these files for the check.
                if (!hadIndex) {
                    Files.deleteIfExists(index);
                }
                if (!hadLog) {
                    Files.deleteIfExists(log);
                }
            }
        }
    }

    /** Checks in Java, because SQLite would treat leftover files next to a foreign file as part of it. */
    private static void checkHeader(Path path, byte[] header, SqliteSchema schema) throws IOException {
        String foreign = path + " is not a file of " + schema.content() + ": ";
        String remedy = ". It was left unchanged. Choose another file, or restore a backup";
        if (header.length == 0) {
            throw new IOException(foreign + "it is empty" + remedy);
        }
        if (header.length < HEADER_BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, header, 0, MAGIC.length)) {
            throw new IOException(foreign + "it does not begin like an SQLite file" + remedy);
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (fields.getInt(APPLICATION_ID_AT) != SqliteDatabase.APPLICATION_ID) {
            throw new IOException(foreign + "it is an SQLite file of another program" + remedy);
        }
        int version = fields.getInt(VERSION_AT);
        if (version > SqliteDatabase.VERSION) {
            throw new IOException(path + " was written by a newer version of WWEP: its format is " + version
                    + ", but this version supports only " + SqliteDatabase.VERSION
                    + ". It was left unchanged. Use the newer version, or another file");
        }
        if (version != SqliteDatabase.VERSION) {
            throw new IOException(foreign + "its format is " + version + remedy);
        }
    }

    private static void checkContent(Path path, SqliteSchema schema) throws IOException {
        try (Connection connection = SqliteDatabase.openToCheck(path)) {
            String found = SqliteDatabase.text(connection, "PRAGMA integrity_check(1)");
            if (!found.equals("ok")) {
                throw SqliteDatabase.damaged(path, found.replace("\n", " "), new SQLException(found));
            }
            String tables = SqliteDatabase.text(
                    connection,
                    "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + schema.table() + "'");
            if (!tables.equals("1")) {
                throw new IOException(path + " is not a file of " + schema.content() + ": it has no table "
                        + schema.table() + ". It was left unchanged. Choose another file");
            }
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }

    private static Path sibling(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
