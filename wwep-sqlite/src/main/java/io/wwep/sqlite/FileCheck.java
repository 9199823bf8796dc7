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

/** Whether a file is one that may be opened. Whatever it finds, the file stays as it is. */
final class FileCheck {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final int VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    private FileCheck() {}

    /** The first bytes of a file. */
    static byte[] beginning(Path path) throws IOException {
        try (InputStream input = Files.newInputStream(path)) {
            return input.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new IOException(
                    "cannot read " + path + ": " + Reasons.of(e) + "; may this user read and write it?", e);
        }
    }

    /**
     * Checks that a file is whole, in this format, and has what it should.
     *
     * @param beginning its first bytes
     * @throws IOException if not
     */
    static void check(Path path, byte[] beginning, SqliteSchema schema) throws IOException {
        checkHeader(path, beginning, schema);
        Path log = beside(path, "-wal");
        Path index = beside(path, "-shm");
        boolean hadLog = Files.exists(log);
        boolean hadIndex = Files.exists(index);
        boolean good = false;
        try {
            checkContent(path, schema);
            good = true;
        } finally {
            if (!good) {
                // What SQLite has made to look into it.
                if (!hadIndex) {
                    Files.deleteIfExists(index);
                }
                if (!hadLog) {
                    Files.deleteIfExists(log);
                }
            }
        }
    }

    /** In Java, since SQLite would take what is left of a file beside it for a part of a foreign file. */
    private static void checkHeader(Path path, byte[] beginning, SqliteSchema schema) throws IOException {
        String foreign = path + " is not a file of " + schema.content() + ": ";
        String remedy = ". It was left as it is. Choose another file, or put a copy in its place";
        if (beginning.length == 0) {
            throw new IOException(foreign + "it is empty" + remedy);
        }
        if (beginning.length < HEADER_BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, beginning, 0, MAGIC.length)) {
            throw new IOException(foreign + "it does not begin as an SQLite file does" + remedy);
        }
        ByteBuffer header = ByteBuffer.wrap(beginning);
        if (header.getInt(APPLICATION_ID_AT) != SqliteDatabase.APPLICATION_ID) {
            throw new IOException(foreign + "it is an SQLite file of another program" + remedy);
        }
        int version = header.getInt(VERSION_AT);
        if (version > SqliteDatabase.VERSION) {
            throw new IOException(path + " was written by a newer version of WWEP: its format is " + version
                    + ", and this version knows " + SqliteDatabase.VERSION
                    + ". It was left as it is. Use that version, or another file");
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
                        + schema.table() + ". It was left as it is. Choose another file");
            }
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }
}
