package io.wwep.examples.capture;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Arrays;

/**
 * Describes a connection as TCP packets: a handshake, each side's bytes with their sequence numbers, and each side's end. The
 * real packets may have been others, and over TLS they were. Not safe for use by several threads.
 */
final class CapturedConnection {

    /** One end of the connection, and the sequence number of its next byte. */
    private static final class End {

        private final InetSocketAddress address;
        private int next;
        private boolean ended;

        End(InetSocketAddress address, int first) {
            this.address = address;
            this.next = first;
        }
    }

    private static final byte[] NOTHING = {};
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final End client;
    private final End server;

    /**
     * Creates a connection, without packets yet.
     *
     * @param number distinguishes the sequence numbers of connections that use the same addresses one after another
     */
    CapturedConnection(InetSocketAddress client, InetSocketAddress server, int number) {
        boolean v4 = client.getAddress() instanceof Inet4Address && server.getAddress() instanceof Inet4Address;
        int first = number << 16;
        this.client = new End(v4 ? client : asIpv6(client), first);
        this.server = new End(v4 ? server : asIpv6(server), first ^ (1 << 31));
    }

    /** Returns an IPv4 address as IPv4-mapped, since both addresses of a packet must be of one family. */
    private static InetSocketAddress asIpv6(InetSocketAddress address) {
        byte[] bytes = address.getAddress().getAddress();
        if (bytes.length == IPV6_BYTES) {
            return address;
        }
        byte[] mapped = new byte[IPV6_BYTES];
        Arrays.fill(mapped, IPV6_BYTES - IPV4_BYTES - 2, IPV6_BYTES - IPV4_BYTES, (byte) 0xFF);
        System.arraycopy(bytes, 0, mapped, IPV6_BYTES - IPV4_BYTES, IPV4_BYTES);
        try {
            return new InetSocketAddress(Inet6Address.getByAddress(null, mapped, -1), address.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an IPv6 address", e);
        }
    }

    /** Returns the records of the handshake. */
    byte[] open(Instant time) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        PcapFormat.addRecord(
                records, time, TcpPacket.of(client.address, server.address, client.next++, 0, TcpPacket.SYN, NOTHING));
        add(records, time, server, client, TcpPacket.SYN, NOTHING);
        server.next++;
        add(records, time, client, server, 0, NOTHING);
        return records.toByteArray();
    }

    /** Returns the records of bytes that one side sent. */
    byte[] data(Instant time, boolean fromClient, byte[] bytes, int from, int length) {
        End sender = fromClient ? client : server;
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        int end = from + length;
        for (int at = from; at < end && !sender.ended; at += TcpPacket.MAX_PAYLOAD) {
            byte[] payload = Arrays.copyOfRange(bytes, at, Math.min(end, at + TcpPacket.MAX_PAYLOAD));
            add(records, time, sender, other(sender), TcpPacket.PUSH, payload);
            sender.next += payload.length;
        }
        return records.toByteArray();
    }

    /** Returns the records of one side's end, and of the answer; none if it has ended already. */
    byte[] end(Instant time, boolean byClient) {
        End sender = byClient ? client : server;
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        if (!sender.ended) {
            sender.ended = true;
            add(records, time, sender, other(sender), TcpPacket.FIN, NOTHING);
            sender.next++;
            add(records, time, other(sender), sender, 0, NOTHING);
        }
        return records.toByteArray();
    }

    private End other(End end) {
        return end == client ? server : client;
    }

    private static void add(ByteArrayOutputStream records, Instant time, End from, End to, int flags, byte[] payload) {
        PcapFormat.addRecord(
                records,
                time,
                TcpPacket.of(from.address, to.address, from.next, to.next, flags | TcpPacket.ACK, payload));
    }
}
