package io.wwep.testing;

import io.wwep.protocol.WwepRequest;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A message that a server received.
 *
 * @param text the bytes, safe to print: one line, with line ends, backslashes and unprintable bytes escaped
 * @param request the decoded request; empty if the message is not a request
 * @param connection the connection's number, from 1 since the start or the last reset
 * @param sequence the message's number on that connection, from 1
 * @param port the server's port
 * @param tls the connection's TLS session; empty for a plain connection
 */
public record RecordedRequest(
        String text, Optional<WwepRequest> request, int connection, int sequence, int port, Optional<SSLSession> tls) {
    /**
     * Validates the components.
     *
     * @param text the bytes, safe to print: one line, with line ends, backslashes and unprintable bytes escaped
     * @param request the decoded request; empty if the message is not a request
     * @param connection the connection's number, from 1 since the start or the last reset
     * @param sequence the message's number on that connection, from 1
     * @param port the server's port
     * @param tls the connection's TLS session; empty for a plain connection
     */
    public RecordedRequest {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(tls, "tls");
    }
}
