package io.wwep.benchmarks.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection to the lab's page that sends one request after another. */
final class Browser implements Closeable {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Socket socket = new Socket();
    private final InputStream in;
    private String cookie = "";

    /** Connects from this address of the machine. */
    Browser(InetAddress from, InetSocketAddress page) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(page, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request, and returns the body of a successful answer. Keeps the cookie that comes with it. */
    String post(String path, String json) throws IOException {
        send("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + json.length() + "\r\n" + cookie
                + "\r\n" + json);
        int length = 0;
        String status = line();
        for (String header = line(); !header.isEmpty(); header = line()) {
            String value = header.substring(header.indexOf(' ') + 1);
            String name = header.substring(0, header.indexOf(':')).toLowerCase(Locale.ROOT);
            if (name.equals("content-length")) {
                length = Integer.parseInt(value);
            } else if (name.equals("set-cookie")) {
                cookie = "Cookie: " + value.replaceFirst(";.*", "") + "\r\n";
            }
        }
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        if (!status.contains(" 200 ")) {
            throw new IOException(status + ": " + body);
        }
        return body;
    }

    /** Asks for the stream of events, whose lines are read next. */
    void openEvents() throws IOException {
        send("GET /api/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
        String status = line();
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
    }

    private void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the lab closed the connection");
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
