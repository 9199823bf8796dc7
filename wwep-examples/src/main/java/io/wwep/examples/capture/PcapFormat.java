package io.wwep.examples.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The classic capture format of libpcap, with times in microseconds and packets that begin with the IP header. */
final class PcapFormat {

    private static final int MAGIC = 0xA1B2C3D4;
    private static final short MAJOR = 2;
    private static final short MINOR = 4;
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int MAX_PACKET_BYTES = 65_535;

    /** LINKTYPE_RAW: IPv4 or IPv6. */
    private static final int RAW_IP = 101;

    private PcapFormat() {}

    /** Returns the beginning of a file. */
    static byte[] header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(MAGIC)
                .putShort(MAJOR)
                .putShort(MINOR)
                .putInt(0)
                .putInt(0)
                .putInt(MAX_PACKET_BYTES)
                .putInt(RAW_IP)
                .array();
    }

    /** Adds the record of a packet that was seen at this time. */
    static void addRecord(ByteArrayOutputStream to, Instant time, byte[] packet) {
        byte[] header = ByteBuffer.allocate(RECORD_HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) time.getEpochSecond())
                .putInt((int) TimeUnit.NANOSECONDS.toMicros(time.getNano()))
                .putInt(packet.length)
                .putInt(packet.length)
                .array();
        to.writeBytes(header);
        to.writeBytes(packet);
    }
}
