package io.wwep.examples.capture;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Builds TCP packets over IPv4 or IPv6, with correct lengths and checksums. */
final class TcpPacket {

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int PUSH = 0x08;
    static final int ACK = 0x10;

    /** The most payload of a packet, as on Ethernet with IPv6. */
    static final int MAX_PAYLOAD = 1_440;

    private static final int TCP = 6;
    private static final int HOP_LIMIT = 64;
    private static final int IPV4_HEADER_BYTES = 20;
    private static final int IPV6_HEADER_BYTES = 40;
    private static final int TCP_HEADER_BYTES = 20;
    private static final int WORD_BYTES = 4;
    private static final short DO_NOT_FRAGMENT = 0x4000;
    private static final int IPV4_CHECKSUM_AT = 10;
    private static final int TCP_CHECKSUM_AT = 16;
    private static final int IPV4_ADDRESSES_AT = 12;
    private static final int IPV6_ADDRESSES_AT = 8;

    /** Maximum segment size; then, behind one byte of padding, a window scale of 2⁷, so that no window ever looks full. */
    private static final byte[] SYN_OPTIONS = {2, 4, (byte) (MAX_PAYLOAD >> 8), (byte) MAX_PAYLOAD, 1, 3, 3, 7};

    private static final byte[] NO_OPTIONS = {};

    private TcpPacket() {}

    /** Returns a packet from one address to another of the same family. */
    static byte[] of(
            InetSocketAddress from, InetSocketAddress to, int sequence, int acknowledged, int flags, byte[] payload) {
        byte[] options = (flags & SYN) == 0 ? NO_OPTIONS : SYN_OPTIONS;
        int tcpBytes = TCP_HEADER_BYTES + options.length + payload.length;
        boolean v4 = from.getAddress() instanceof Inet4Address;
        int start = v4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
        ByteBuffer packet = ByteBuffer.allocate(start + tcpBytes);
        if (v4) {
            putIpv4(packet, from.getAddress(), to.getAddress(), tcpBytes);
        } else {
            putIpv6(packet, from.getAddress(), to.getAddress(), tcpBytes);
        }
        packet.putShort((short) from.getPort())
                .putShort((short) to.getPort())
                .putInt(sequence)
                .putInt(acknowledged)
                .put((byte) (((TCP_HEADER_BYTES + options.length) / WORD_BYTES) << 4))
                .put((byte) flags)
                .putShort((short) -1) // window
                .putInt(0) // checksum, urgent pointer
                .put(options)
                .put(payload);
        int addresses = v4 ? IPV4_ADDRESSES_AT : IPV6_ADDRESSES_AT;
        int pseudoHeader = sum(packet, addresses, 2 * from.getAddress().getAddress().length) + TCP + tcpBytes;
        packet.putShort(start + TCP_CHECKSUM_AT, checksum(pseudoHeader + sum(packet, start, tcpBytes)));
        return packet.array();
    }

    private static void putIpv4(ByteBuffer packet, InetAddress from, InetAddress to, int tcpBytes) {
        packet.put((byte) ((4 << 4) | (IPV4_HEADER_BYTES / WORD_BYTES)))
                .put((byte) 0)
                .putShort((short) (IPV4_HEADER_BYTES + tcpBytes))
                .putShort((short) 0)
                .putShort(DO_NOT_FRAGMENT)
                .put((byte) HOP_LIMIT)
                .put((byte) TCP)
                .putShort((short) 0)
                .put(from.getAddress())
                .put(to.getAddress())
                .putShort(IPV4_CHECKSUM_AT, checksum(sum(packet, 0, IPV4_HEADER_BYTES)));
    }

    private static void putIpv6(ByteBuffer packet, InetAddress from, InetAddress to, int tcpBytes) {
        packet.putInt(6 << 28)
                .putShort((short) tcpBytes)
                .put((byte) TCP)
                .put((byte) HOP_LIMIT)
                .put(from.getAddress())
                .put(to.getAddress());
    }

    /** Adds these bytes as 16-bit numbers. A packet is too short for the sum to overflow. */
    private static int sum(ByteBuffer packet, int from, int length) {
        int sum = 0;
        int end = from + length;
        for (int i = from; i + 1 < end; i += 2) {
            sum += packet.getShort(i) & 0xFFFF;
        }
        return length % 2 == 0 ? sum : sum + ((packet.get(end - 1) & 0xFF) << 8);
    }

    /** Returns the complement of the sum in one's complement arithmetic (RFC 1071). */
    private static short checksum(int sum) {
        int folded = (sum & 0xFFFF) + (sum >>> 16);
        return (short) ~(folded + (folded >>> 16));
    }
}
