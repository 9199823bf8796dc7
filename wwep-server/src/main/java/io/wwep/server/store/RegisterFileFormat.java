package io.wwep.server.store;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What is in a {@link RegisterFile}: the mark for even numbers, the mark for odd ones, each with room
 * to itself, and the records, one behind the other. A file that was closed has its newest number in
 * both marks. All is big-endian, and each part ends with its CRC-32C.
 */
final class RegisterFileFormat {

    /**
     * A mark at the beginning of the file.
     *
     * @param number of the newest record; -1: the mark is not whole
     * @param closed whether the file was closed in order after it
     */
    record Mark(long number, boolean closed) {

        boolean isNewerThan(Mark other) {
            return number > other.number || (number == other.number && closed);
        }
    }

    private static final long MAGIC =
            ByteBuffer.wrap("WWEPREG1".getBytes(StandardCharsets.US_ASCII)).getLong();

    /** No disk has larger sectors: what happens to one mark leaves the other as it is. */
    private static final int MARK_ROOM = 4096;

    private static final int MARK_BYTES = Long.BYTES + Long.BYTES + Byte.BYTES + Integer.BYTES;

    /** Where the first record begins. */
    static final int RECORDS = 2 * MARK_ROOM;

    /** Number and count, before the values. */
    private static final int HEAD_BYTES = Long.BYTES + Integer.BYTES;

    private static final int VALUE_BYTES = 3 + Short.BYTES;
    private static final int MAX_VALUES = 1 << 24;

    private RegisterFileFormat() {}

    /** The next mark. */
    static Mark readMark(DataInputStream input) throws IOException {
        ByteBuffer mark = ByteBuffer.wrap(input.readNBytes(MARK_ROOM));
        if (mark.remaining() < MARK_BYTES || mark.getLong() != MAGIC) {
            return new Mark(-1, false);
        }
        long number = mark.getLong();
        boolean closed = mark.get() != 0;
        return new Mark(isSealed(mark) ? number : -1, closed);
    }

    /**
     * Shows the values of the record that follows, if that has this number and is whole.
     *
     * @return its length; 0: it is not there, or not whole
     */
    static int readRecord(DataInputStream input, long number, RegisterFile.Visitor visitor) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(input.readNBytes(HEAD_BYTES));
        if (head.remaining() < HEAD_BYTES || head.getLong() != number) {
            return 0;
        }
        int count = head.getInt();
        if (count < 1 || count > MAX_VALUES) {
            return 0;
        }
        byte[] rest = input.readNBytes(count * VALUE_BYTES + Integer.BYTES);
        ByteBuffer record =
                ByteBuffer.allocate(HEAD_BYTES + rest.length).put(head.rewind()).put(rest);
        record.flip().position(Math.max(0, record.limit() - Integer.BYTES));
        if (rest.length < count * VALUE_BYTES + Integer.BYTES || !isSealed(record)) {
            return 0;
        }
        record.position(HEAD_BYTES);
        for (int i = 0; i < count; i++) {
            int device = record.getShort() & 0xFFFF;
            visitor.visit((device << Byte.SIZE) | (record.get() & 0xFF), record.getShort() & 0xFFFF);
        }
        return record.limit();
    }

    /** A record, to be written. */
    static ByteBuffer record(long number, Map<Integer, Integer> values) {
        ByteBuffer record = ByteBuffer.allocate(HEAD_BYTES + values.size() * VALUE_BYTES + Integer.BYTES);
        record.putLong(number).putInt(values.size());
        values.forEach((key, value) -> record.putShort((short) (key >> Byte.SIZE))
                .put((byte) (int) key)
                .putShort((short) (int) value));
        return sealed(record);
    }

    /** A mark, to be written at its {@link #markPosition}. */
    static ByteBuffer mark(long number, boolean closed) {
        return sealed(
                ByteBuffer.allocate(MARK_BYTES).putLong(MAGIC).putLong(number).put((byte) (closed ? 1 : 0)));
    }

    static long markPosition(long number) {
        return number % 2 * MARK_ROOM;
    }

    /** With the checksum of what is in it, to be written. */
    private static ByteBuffer sealed(ByteBuffer bytes) {
        return bytes.putInt(checksum(bytes)).flip();
    }

    /** Whether what follows is the checksum of what is before. */
    private static boolean isSealed(ByteBuffer bytes) {
        int expected = checksum(bytes);
        return bytes.getInt() == expected;
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.duplicate().flip());
        return (int) checksum.getValue();
    }
}
