package io.wwep.examples.lab.web;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A connection that sends what a browser would not, and reads answers. */
final class RawHttp implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;

    /** An answer. */
    record Reply(int status, List<String> headers, String body) {

        /** Returns the value of a header, or an empty text. */
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ": ";
            return headers.stream()
                    .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(header -> header.substring(start.length()))
                    .findFirst()
                    .orElse("");
        }
    }

    private final Socket socket = new Socket();
    private final InputStream in;

    RawHttp(InetSocketAddress server) throws IOException {
        this(server, InetAddress.getLoopbackAddress());
    }

    /** Connects from this address. */
    RawHttp(InetSocketAddress server, InetAddress from) throws IOException {
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(server, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request with the right Host, and reads its answer. */
    Reply ask(String method, String path, String body, String... headers) throws IOException {
        send(request(method, path, body, headers));
        return reply();
    }

    String request(String method, String path, String body, String... headers) {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        if (List.of(headers).stream().noneMatch(header -> header.startsWith("Host:"))) {
            request.append("Host: 127.0.0.1:").append(socket.getPort()).append("\r\n");
        }
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        if (length > 0) {
            request.append("Content-Length: ").append(length).append("\r\n");
        }
        return request + "\r\n" + body;
    }

    RawHttp send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    Reply reply() throws IOException {
        Reply head = head();
        String length = head.header("Content-Length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Reply(head.status, head.headers, new String(body, StandardCharsets.UTF_8));
    }

    /** Reads the first line of an answer and its headers, but not its body. */
    Reply head() throws IOException {
        String first = line();
        List<String> headers = new ArrayList<>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            headers.add(header);
        }
        return new Reply(Integer.parseInt(first.split(" ", -1)[1]), headers, "");
    }

    /** Reads a line. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after: " + line);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Reads lines up to one that begins with this text, and returns that one. */
    String lineWith(String start) throws IOException {
        String line = line();
        while (!line.startsWith(start)) {
            line = line();
        }
        return line;
    }

    /** Reads until the server closes the connection, and returns the number of bytes. */
    long readToEnd() throws IOException {
        return in.transferTo(OutputStream.nullOutputStream());
    }

    /** Returns whether the server has closed the connection, after at most 20 s. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
