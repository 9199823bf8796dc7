package io.wwep.examples.handshake;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A TLS record, the unit in which TLS sends everything: a header of 5 bytes, then its content.
 */
final class TlsRecord {

    static final int HEADER = 5;

    /** The longest content that TLS 1.2 allows, for an encrypted record; 1.3 allows less. */
    static final int MAX_CONTENT = 16_384 + 2_048;

    /** The types of records of a handshake. */
    enum Type {
        CHANGE_CIPHER_SPEC,
        ALERT,
        HANDSHAKE,
        APPLICATION_DATA;

        private static final int FIRST = 20;

        static boolean isKnown(int code) {
            return code >= FIRST && code < FIRST + values().length;
        }

        static Type of(int code) {
            return values()[code - FIRST];
        }
    }

    private final Type type;
    private final byte[] bytes;

    private TlsRecord(Type type, byte[] bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /**
     * Reads one record.
     *
     * @throws EOFException if the peer closed the connection before or in a record
     * @throws NotTlsException if the bytes cannot be a record
     */
    static TlsRecord read(InputStream source) throws IOException {
        // The first byte decides alone, since a peer that speaks something else may send less than a header.
        int code = source.read();
        if (code < 0) {
            throw new EOFException("the server closed the connection");
        }
        if (!Type.isKnown(code)) {
            throw NotTlsException.ofFirstByte(code);
        }
        byte[] header = new byte[HEADER];
        header[0] = (byte) code;
        fill(source, header, 1);
        if (header[1] != 3) {
            throw new NotTlsException("it has a record of version " + (header[1] & 0xFF) + "." + (header[2] & 0xFF)
                    + ", but every version of TLS has 3 as its first number");
        }
        int length = ByteBuffer.wrap(header).getShort(HEADER - 2) & 0xFFFF;
        if (length > MAX_CONTENT) {
            throw new NotTlsException("it announces a record of " + length + " bytes, but TLS allows " + MAX_CONTENT);
        }
        byte[] whole = new byte[HEADER + length];
        System.arraycopy(header, 0, whole, 0, HEADER);
        fill(source, whole, HEADER);
        return new TlsRecord(Type.of(code), whole);
    }

    /** Splits what an engine wrote into records. */
    static List<TlsRecord> all(ByteBuffer written) {
        List<TlsRecord> records = new ArrayList<>();
        while (written.remaining() >= HEADER) {
            int code = written.get(written.position());
            int length = written.getShort(written.position() + HEADER - 2) & 0xFFFF;
            byte[] whole = new byte[HEADER + length];
            written.get(whole);
            records.add(new TlsRecord(Type.of(code), whole));
        }
        return records;
    }

    /** Returns what it contains. */
    Type type() {
        return type;
    }

    /** Returns the length of all of it. */
    int length() {
        return bytes.length;
    }

    /** Returns all of it, to be read. */
    ByteBuffer whole() {
        return ByteBuffer.wrap(bytes);
    }

    /** Returns the content, to be read. */
    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, HEADER, bytes.length - HEADER).slice();
    }

    private static void fill(InputStream source, byte[] target, int from) throws IOException {
        int count = source.readNBytes(target, from, target.length - from);
        if (count < target.length - from) {
            throw new EOFException("the server closed the connection within a record, after " + (from + count) + " of "
                    + target.length + " bytes");
        }
    }
}
