package io.wwep.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * A socket without a network: what one read gets and what one write sends is exact. Each piece of
 * the script is the result of one read; then the stream ends.
 */
final class ScriptedSocket extends Socket {

    /** Nothing comes for longer than the reader waits. */
    static final String SILENCE = "(silence)";

    /** The peer has reset the connection. */
    static final String RESET = "(reset)";

    /** More than the millisecond in which timeouts are counted. */
    private static final long PIECE_NANOS = 3_000_000;

    private final Deque<String> script = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();
    private final Consumer<String> writer;
    private final List<Integer> timeouts = new ArrayList<>();
    private boolean takesReplies = true;
    private boolean takesTime;
    private boolean outputEnded;
    private boolean closed;

    ScriptedSocket(String... script) {
        this(text -> {}, script);
    }

    /** Shows each write at once. */
    ScriptedSocket(Consumer<String> writer, String... script) {
        this.writer = writer;
        this.script.addAll(List.of(script));
    }

    /** Writes fail from now on, as to a peer that is gone. */
    ScriptedSocket takingNoReplies() {
        takesReplies = false;
        return this;
    }

    /** The clock goes on by some milliseconds before each piece. */
    ScriptedSocket takingTimeForEachPiece() {
        takesTime = true;
        return this;
    }

    /** How long each read was to wait, in milliseconds. */
    List<Integer> timeouts() {
        return timeouts;
    }

    /** What was sent, one string for each write. */
    List<String> writes() {
        return writes;
    }

    /** Everything that was sent. */
    String sent() {
        return String.join("", writes);
    }

    boolean isOutputEnded() {
        return outputEnded;
    }

    /** What the server has not read. */
    List<String> unread() {
        return List.copyOf(script);
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("a system call for each byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                String piece = script.poll();
                if (takesTime) {
                    long begun = System.nanoTime();
                    while (System.nanoTime() - begun < PIECE_NANOS) {
                        Thread.onSpinWait();
                    }
                }
                if (piece == null) {
                    return -1;
                }
                if (piece.equals(SILENCE)) {
                    throw new SocketTimeoutException("Read timed out");
                }
                if (piece.equals(RESET)) {
                    throw new SocketException("Connection reset");
                }
                byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
                int count = Math.min(length, bytes.length);
                System.arraycopy(bytes, 0, target, offset, count);
                if (count < bytes.length) {
                    script.push(piece.substring(count));
                }
                return count;
            }

            @Override
            public int available() {
                String next = script.peek();
                return next == null || next.equals(SILENCE) || next.equals(RESET) ? 0 : next.length();
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException("a system call for each byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!takesReplies || outputEnded) {
                    throw new SocketException("Broken pipe");
                }
                String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
                writes.add(text);
                writer.accept(text);
            }
        };
    }

    @Override
    public void shutdownOutput() {
        outputEnded = true;
    }

    @Override
    public synchronized void setSoTimeout(int timeout) {
        timeouts.add(timeout);
    }

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public InetAddress getInetAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public int getPort() {
        return 4711;
    }

    @Override
    public int getLocalPort() {
        return 27708;
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }
}
