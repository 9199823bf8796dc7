package io.wwep.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the packets of a capture file in the classic format of libpcap, of either byte order and precision. */
final class PacketFile {

    /** The most bytes of a file, as many as a capture of the programs has. */
    static final long MAX_BYTES = 100L * 1024 * 1024;

    private static final int MICROS = 0xA1B2C3D4;
    private static final int NANOS = 0xA1B23C4D;
    private static final int PCAPNG = 0x0A0D0D0A;
    private static final int HEADER_BYTES = 24;
    private static final int LINK_TYPE_AT = 20;
    private static final int LINK_TYPE_BITS = 0x0FFF_FFFF;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int MAX_PACKET_BYTES = 256 * 1024;
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final InputStream input;
    private final ByteOrder order;
    private final boolean inNanos;
    private final int linkType;
    private long left = MAX_BYTES;
    private int packets;
    private long micros;
    private boolean cut;
    private byte[] packet = {};

    /**
     * Reads the beginning of a file.
     *
     * @throws IllegalArgumentException if it is not such a file; the message continues a sentence about it
     */
    PacketFile(InputStream input) throws IOException {
        this.input = input;
        byte[] header = input.readNBytes(HEADER_BYTES);
        int magic = header.length < HEADER_BYTES ? 0 : ByteBuffer.wrap(header).getInt();
        if (magic == PCAPNG) {
            throw new IllegalArgumentException(
                    "is in the format pcapng; convert it: editcap -F pcap FILE NEW-FILE (part of Wireshark)");
        }
        boolean swapped = magic == Integer.reverseBytes(MICROS) || magic == Integer.reverseBytes(NANOS);
        int kind = swapped ? Integer.reverseBytes(magic) : magic;
        if (kind != MICROS && kind != NANOS) {
            throw new IllegalArgumentException("is not a capture in the pcap format");
        }
        this.order = swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        this.inNanos = kind == NANOS;
        this.linkType = ByteBuffer.wrap(header).order(order).getInt(LINK_TYPE_AT) & LINK_TYPE_BITS;
        TcpSegment.checkLinkType(linkType);
    }

    /**
     * Reads the next packet; returns false if there is none.
     *
     * @throws IllegalArgumentException if the file is damaged or too large; the message continues a sentence about it
     */
    boolean next() throws IOException {
        byte[] header = input.readNBytes(RECORD_HEADER_BYTES);
        if (header.length == 0) {
            return false;
        }
        packets++;
        if (header.length < RECORD_HEADER_BYTES) {
            throw endsIn();
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(order);
        long seconds = Integer.toUnsignedLong(fields.getInt());
        long fraction = Integer.toUnsignedLong(fields.getInt());
        int captured = fields.getInt();
        int original = fields.getInt();
        if (captured < 0 || captured > MAX_PACKET_BYTES) {
            throw new IllegalArgumentException("is damaged: its packet " + packets + " claims to have "
                    + Integer.toUnsignedLong(captured) + " bytes");
        }
        left -= RECORD_HEADER_BYTES + captured;
        if (left < 0) {
            throw new IllegalArgumentException("has more than " + MAX_BYTES + " bytes: cut it with editcap");
        }
        packet = input.readNBytes(captured);
        if (packet.length < captured) {
            throw endsIn();
        }
        micros = seconds * MICROS_PER_SECOND + (inNanos ? fraction / 1_000 : fraction);
        cut = Integer.compareUnsigned(original, captured) > 0;
        return true;
    }

    private IllegalArgumentException endsIn() {
        return new IllegalArgumentException(
                "is incomplete: it ends in packet " + packets + "; wait until the capture has ended");
    }

    /** Returns the format of the packets, as libpcap numbers it. */
    int linkType() {
        return linkType;
    }

    /** Returns the packet that was read last. */
    byte[] packet() {
        return packet;
    }

    /** Returns when it was captured, in microseconds since 1970. */
    long micros() {
        return micros;
    }

    /** Returns whether only its beginning was captured. */
    boolean isCut() {
        return cut;
    }
}
