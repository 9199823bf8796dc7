package io.wwep.examples.handshake;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a ClientHello offers or a ServerHello chooses.
 *
 * @param versions the codes of the protocol versions, in order of preference; a ServerHello has one
 * @param suites the codes of the cipher suites; a ServerHello has one
 * @param groups the codes of the groups for which it has a key share, which only TLS 1.3 sends
 * @param serverName the name of the server that the client asks for (SNI); null if none
 * @param isRetry whether it is the ServerHello that asks for another ClientHello
 */
record Hello(
        List<Integer> versions,
        List<Integer> suites,
        List<Integer> groups,
        @Nullable String serverName,
        boolean isRetry) {

    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_VERSIONS = 43;
    private static final int KEY_SHARE = 51;
    private static final int RANDOM = 32;

    /** The random bytes of a HelloRetryRequest, of which the first four tell enough. */
    private static final int RETRY_RANDOM = 0xCF21AD74;

    /** Returns what a client offers; empty if the message cannot be read. */
    static Optional<Hello> ofClient(HandshakeMessage message) {
        return read(message, true);
    }

    /** Returns what a server chose; empty if the message cannot be read. */
    static Optional<Hello> ofServer(HandshakeMessage message) {
        return read(message, false);
    }

    private static Optional<Hello> read(HandshakeMessage message, boolean client) {
        try {
            return Optional.of(client ? client(message.content()) : server(message.content()));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty(); // a length in it is wrong
        }
    }

    private static Hello client(ByteBuffer body) {
        int version = unsigned(body);
        skip(body, RANDOM);
        skip(body, body.get() & 0xFF);
        List<Integer> suites = numbers(part(body, unsigned(body)));
        skip(body, body.get() & 0xFF);
        List<Integer> versions = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        String serverName = null;
        ByteBuffer extensions = extensions(body);
        while (extensions.hasRemaining()) {
            int type = unsigned(extensions);
            ByteBuffer content = part(extensions, unsigned(extensions));
            if (type == SERVER_NAME) {
                skip(content, 3);
                serverName = StandardCharsets.US_ASCII
                        .decode(part(content, unsigned(content)))
                        .toString();
            } else if (type == SUPPORTED_VERSIONS) {
                versions.addAll(numbers(part(content, content.get() & 0xFF)));
            } else if (type == KEY_SHARE) {
                ByteBuffer shares = part(content, unsigned(content));
                while (shares.hasRemaining()) {
                    groups.add(unsigned(shares));
                    skip(shares, unsigned(shares));
                }
            }
        }
        return new Hello(versions.isEmpty() ? List.of(version) : versions, suites, groups, serverName, false);
    }

    private static Hello server(ByteBuffer body) {
        int version = unsigned(body);
        boolean retry = body.duplicate().getInt() == RETRY_RANDOM;
        skip(body, RANDOM);
        skip(body, body.get() & 0xFF);
        int suite = unsigned(body);
        skip(body, 1);
        List<Integer> groups = new ArrayList<>();
        ByteBuffer extensions = extensions(body);
        while (extensions.hasRemaining()) {
            int type = unsigned(extensions);
            ByteBuffer content = part(extensions, unsigned(extensions));
            if (type == SUPPORTED_VERSIONS) {
                version = unsigned(content);
            } else if (type == KEY_SHARE) {
                groups.add(unsigned(content));
            }
        }
        return new Hello(List.of(version), List.of(suite), groups, null, retry);
    }

    private static ByteBuffer extensions(ByteBuffer body) {
        return body.hasRemaining() ? part(body, unsigned(body)) : body;
    }

    private static int unsigned(ByteBuffer source) {
        return source.getShort() & 0xFFFF;
    }

    private static List<Integer> numbers(ByteBuffer source) {
        List<Integer> numbers = new ArrayList<>();
        while (source.hasRemaining()) {
            numbers.add(unsigned(source));
        }
        return numbers;
    }

    private static void skip(ByteBuffer source, int length) {
        source.position(source.position() + length);
    }

    private static ByteBuffer part(ByteBuffer source, int length) {
        ByteBuffer part = source.slice();
        part.limit(length);
        skip(source, length);
        return part;
    }
}
