package io.wwep.testing;

import io.wwep.protocol.WwepRequest;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A message that a server received.
 *
 * @param text the bytes, safe to print: one line, with line ends, backslashes and what is not printable escaped
 * @param request what they ask for; empty if they are no request
 * @param connection the connection's number; the first since the start, or the last reset, is 1
 * @param sequence its number on that connection; the first is 1
 * @param port the server's
 * @param tls the connection's TLS session; empty if it is plain
 */
public record RecordedRequest(
        String text, Optional<WwepRequest> request, int connection, int sequence, int port, Optional<SSLSession> tls) {
    /**
     * Validates the components.
     *
     * @param text the bytes, safe to print: one line, with line ends, backslashes and what is not printable escaped
     * @param request what they ask for; empty if they are no request
     * @param connection the connection's number; the first since the start, or the last reset, is 1
     * @param sequence its number on that connection; the first is 1
     * @param port the server's
     * @param tls the connection's TLS session; empty if it is plain
     */
    public RecordedRequest {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(tls, "tls");
    }
}
