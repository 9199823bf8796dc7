package io.wwep.server.store;

import io.wwep.sqlite.OlderFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Reads register files in the format used before SQLite: one mark for even and one for odd record numbers, each in its
 * own slot, followed by records. A file that was closed has its newest number in both marks. Numbers are big-endian,
 * and each part ends with its CRC-32C.
 */
final class RegisterJournal implements OlderFormat {

    /**
     * A mark at the beginning of the file.
     *
     * @param number the number of the newest record; -1 if the mark is incomplete
     * @param closed whether the file was closed cleanly after it
     */
    private record Mark(long number, boolean closed) {

        boolean isNewerThan(Mark other) {
            return number > other.number || (number == other.number && closed);
        }
    }

    private static final byte[] MAGIC = "WWEPREG1".getBytes(StandardCharsets.US_ASCII);
    private static final int MARK_SLOT_BYTES = 4096;
    private static final int MARK_BYTES = Long.BYTES + Long.BYTES + Byte.BYTES + Integer.BYTES;

    /** The number and the count, before the values. */
    private static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

    private static final int VALUE_BYTES = 3 + Short.BYTES;
    private static final int MAX_VALUES = 1 << 24;

    @Override
    public boolean matches(byte[] beginning) {
        return Arrays.equals(MAGIC, Arrays.copyOf(beginning, MAGIC.length));
    }

    @Override
    public String insert() {
        return RegisterFile.UPSERT;
    }

    @Override
    public List<int[]> read(Path path) throws IOException {
        Map<Integer, Integer> values = new HashMap<>();
        try (DataInputStream input =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(path), 1 << 16))) {
            Mark even = readMark(input);
            Mark odd = readMark(input);
            Mark newest = even.isNewerThan(odd) ? even : odd;
            long number = 0;
            while (readRecord(input, number + 1, values)) {
                number++;
            }
            // A record that was cut off while being forced was never acknowledged.
            long missing = newest.number() - number;
            if (newest.number() < 0 || missing > (newest.closed() ? 0 : 1) || missing < -1) {
                throw new IOException(
                        path + ", which is in the format of an older version, is truncated or damaged: record "
                                + (number + 1) + " of " + newest.number()
                                + " is incomplete. It was left unchanged; restore a backup");
            }
        }
        return RegisterFile.rows(values);
    }

    private static Mark readMark(DataInputStream input) throws IOException {
        ByteBuffer mark = ByteBuffer.wrap(input.readNBytes(MARK_SLOT_BYTES));
        if (mark.remaining() < MARK_BYTES
                || mark.getLong() != ByteBuffer.wrap(MAGIC).getLong()) {
            return new Mark(-1, false);
        }
        long number = mark.getLong();
        boolean closed = mark.get() != 0;
        return new Mark(checksumMatches(mark) ? number : -1, closed);
    }

    /** Reads the values of the next record. Returns false if it is missing or incomplete. */
    private static boolean readRecord(DataInputStream input, long number, Map<Integer, Integer> values)
            throws IOException {
        ByteBuffer head = ByteBuffer.wrap(input.readNBytes(HEADER_BYTES));
        if (head.remaining() < HEADER_BYTES || head.getLong() != number) {
            return false;
        }
        int count = head.getInt();
        if (count < 1 || count > MAX_VALUES) {
            return false;
        }
        byte[] rest = input.readNBytes(count * VALUE_BYTES + Integer.BYTES);
        if (rest.length < count * VALUE_BYTES + Integer.BYTES) {
            return false;
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + rest.length)
                .put(head.rewind())
                .put(rest);
        record.flip().position(record.limit() - Integer.BYTES);
        if (!checksumMatches(record)) {
            return false;
        }
        record.position(HEADER_BYTES);
        for (int i = 0; i < count; i++) {
            int device = record.getShort() & 0xFFFF;
            values.put((device << Byte.SIZE) | (record.get() & 0xFF), record.getShort() & 0xFFFF);
        }
        return true;
    }

    /** Returns whether the next bytes are the checksum of the bytes before them. */
    private static boolean checksumMatches(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().flip());
        return bytes.getInt() == (int) checksum.getValue();
    }
}
