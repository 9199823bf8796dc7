package io.wwep.testing;

import io.wwep.testing.CapturedTalk.Address;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A TCP segment of a capture.
 *
 * @param sequence the sequence number of its first byte, or of its SYN
 * @param payload its bytes, one character per byte
 * @param missing how many bytes of its end were not captured
 */
record TcpSegment(Address from, Address to, int sequence, int flags, String payload, int missing) {

    private static final int NULL_LINK = 0;
    private static final int ETHERNET = 1;
    private static final int RAW = 101;
    private static final int RAW_OF_OPENBSD = 12;
    private static final int LOOP = 108;
    private static final int LINUX_COOKED = 113;
    private static final int RAW_IPV4 = 228;
    private static final int RAW_IPV6 = 229;
    private static final int LINUX_COOKED_2 = 276;

    private static final int IPV4_TYPE = 0x0800;
    private static final int IPV6_TYPE = 0x86DD;
    private static final int VLAN_TYPE = 0x8100;
    private static final int OUTER_VLAN_TYPE = 0x88A8;

    private static final int TCP = 6;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    private static final int FRAGMENT = 0x3FFF;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int HEADER_WORD_BYTES = 4;
    private static final int EXTENSION_WORD_BYTES = 8;
    private static final int MAX_EXTENSIONS = 8;

    /**
     * Checks that packets of this type can be read.
     *
     * @throws IllegalArgumentException if they cannot; the message continues a sentence about the capture
     */
    static void checkLinkType(int linkType) {
        switch (linkType) {
            case NULL_LINK, ETHERNET, RAW, RAW_OF_OPENBSD, LOOP, LINUX_COOKED, RAW_IPV4, RAW_IPV6, LINUX_COOKED_2 -> {
                // These are known.
            }
            default ->
                throw new IllegalArgumentException("has packets of the link type " + linkType
                        + ", which is neither Ethernet, Linux cooked nor raw IP: capture on another interface, such as"
                        + " tcpdump -i any");
        }
    }

    /**
     * Returns the TCP segment in a packet, or null if there is none that can be understood.
     *
     * @param cut whether only the beginning of the packet was captured
     */
    static @Nullable TcpSegment of(int linkType, byte[] packet, boolean cut) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(packet);
            return isIp(linkType, bytes) ? ofIp(bytes, cut) : null;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null; // it ends within its headers
        }
    }

    /** Moves to the IP header, if there is one. */
    private static boolean isIp(int linkType, ByteBuffer bytes) {
        return switch (linkType) {
            case ETHERNET -> isIp(ethernetType(bytes, 2 * 6));
            case LINUX_COOKED -> isIp(ethernetType(bytes, 14));
            case LINUX_COOKED_2 -> {
                boolean ip = isIp(bytes.getShort() & 0xFFFF);
                bytes.position(20);
                yield ip;
            }
            case NULL_LINK, LOOP -> {
                bytes.position(4); // the address family, whose number depends on the system
                yield true;
            }
            default -> true;
        };
    }

    private static boolean isIp(int type) {
        return type == IPV4_TYPE || type == IPV6_TYPE;
    }

    private static int ethernetType(ByteBuffer bytes, int at) {
        bytes.position(at);
        int type = bytes.getShort() & 0xFFFF;
        while (type == VLAN_TYPE || type == OUTER_VLAN_TYPE) {
            bytes.getShort();
            type = bytes.getShort() & 0xFFFF;
        }
        return type;
    }

    private static @Nullable TcpSegment ofIp(ByteBuffer bytes, boolean cut) {
        int start = bytes.position();
        int first = bytes.get() & 0xFF;
        return switch (first >> 4) {
            case 4 -> ofIpv4(bytes, start, (first & 0xF) * HEADER_WORD_BYTES, cut);
            case 6 -> ofIpv6(bytes, start, cut);
            default -> null;
        };
    }

    private static @Nullable TcpSegment ofIpv4(ByteBuffer bytes, int start, int headerBytes, boolean cut) {
        bytes.get();
        int total = bytes.getShort() & 0xFFFF;
        bytes.getShort();
        int fragment = bytes.getShort() & FRAGMENT;
        bytes.get();
        int protocol = bytes.get();
        bytes.getShort();
        byte[] from = new byte[IPV4_BYTES];
        byte[] to = new byte[IPV4_BYTES];
        bytes.get(from).get(to).position(start + headerBytes);
        // A length of 0 means that the network card splits the packet.
        int end = total == 0 ? bytes.capacity() : start + total;
        return protocol == TCP && fragment == 0 ? ofTcp(bytes, end, from, to, cut) : null;
    }

    private static @Nullable TcpSegment ofIpv6(ByteBuffer bytes, int start, boolean cut) {
        bytes.position(start + 4);
        int length = bytes.getShort() & 0xFFFF;
        int next = bytes.get() & 0xFF;
        bytes.get();
        byte[] from = new byte[IPV6_BYTES];
        byte[] to = new byte[IPV6_BYTES];
        bytes.get(from).get(to);
        int end = length == 0 ? bytes.capacity() : bytes.position() + length;
        for (int i = 0; i < MAX_EXTENSIONS && isExtension(next); i++) {
            int at = bytes.position();
            next = bytes.get() & 0xFF;
            int words = bytes.get() & 0xFF;
            bytes.position(at + (words + 1) * EXTENSION_WORD_BYTES);
        }
        return next == TCP ? ofTcp(bytes, end, from, to, cut) : null;
    }

    /** Returns whether it is hop-by-hop options, a routing header or destination options. */
    private static boolean isExtension(int header) {
        return header == 0 || header == 43 || header == 60;
    }

    private static TcpSegment ofTcp(ByteBuffer bytes, int end, byte[] from, byte[] to, boolean cut) {
        int start = bytes.position();
        int fromPort = bytes.getShort() & 0xFFFF;
        int toPort = bytes.getShort() & 0xFFFF;
        int sequence = bytes.getInt();
        bytes.getInt();
        int headerBytes = ((bytes.get() & 0xF0) >> 4) * HEADER_WORD_BYTES;
        int flags = bytes.get() & 0xFF;
        int begin = start + headerBytes;
        int stop = Math.max(begin, Math.min(end, bytes.capacity()));
        byte[] payload = new byte[begin > bytes.capacity() ? 0 : stop - begin];
        if (payload.length > 0) {
            bytes.get(begin, payload);
        }
        int missing = cut ? Math.max(0, end - stop) : 0;
        return new TcpSegment(
                new Address(HexFormat.of().formatHex(from), fromPort),
                new Address(HexFormat.of().formatHex(to), toPort),
                sequence,
                flags,
                Bytes.text(payload, 0, payload.length),
                missing);
    }

    boolean isSyn() {
        return (flags & SYN) != 0;
    }

    boolean isAck() {
        return (flags & ACK) != 0;
    }

    boolean isFin() {
        return (flags & FIN) != 0;
    }

    boolean isReset() {
        return (flags & RST) != 0;
    }
}
