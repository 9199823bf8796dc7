package io.wwep.examples.bridge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A response over a connection that is closed afterwards, which the JDK's clients keep. */
record HttpResponse(int status, String header, String body) {

    private static final int TIMEOUT_MILLIS = 60_000;

    /** Where the status is, after {@code HTTP/1.1} and a space. */
    private static final int STATUS = 9;

    static HttpResponse get(int port, String path) {
        return of(port, "GET " + path);
    }

    /** Sends a request with this method and path. */
    static HttpResponse of(int port, String request) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream()
                    .write((request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = all.indexOf("\r\n\r\n");
            return new HttpResponse(
                    Integer.parseInt(all.substring(STATUS, STATUS + 3)),
                    all.substring(0, end + 2),
                    all.substring(end + 4));
        } catch (IOException e) {
            throw new AssertionError("no response to " + request, e);
        }
    }
}
