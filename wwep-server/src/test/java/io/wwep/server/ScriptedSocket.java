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
 * A socket without a network, with exact reads and writes. Each piece of the script is the result of one read; then the
 * stream ends.
 */
final class ScriptedSocket extends Socket {

    /** Makes a read time out. */
    static final String SILENCE = "(silence)";

    /** Makes a read fail with a reset. */
    static final String RESET = "(reset)";

    /** Longer than the resolution of timeouts, 1 ms. */
    private static final long PIECE_NANOS = 3_000_000;

    private final Deque<String> script = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();
    private final Consumer<String> writer;
    private final List<Integer> timeouts = new ArrayList<>();
    private boolean outputWorks = true;
    private boolean delaysPieces;
    private boolean outputEnded;
    private boolean closed;

    ScriptedSocket(String... script) {
        this(text -> {}, script);
    }

    /** Passes each write to the given consumer. */
    ScriptedSocket(Consumer<String> writer, String... script) {
        this.writer = writer;
        this.script.addAll(List.of(script));
    }

    /** Makes writes fail, as if the peer were gone. */
    ScriptedSocket withBrokenOutput() {
        outputWorks = false;
        return this;
    }

    /** Delays each piece by a few milliseconds. */
    ScriptedSocket delayingEachPiece() {
        delaysPieces = true;
        return this;
    }

    /** Returns the timeouts set for reads, in milliseconds. */
    List<Integer> timeouts() {
        return timeouts;
    }

    /** Returns the sent text, one string per write. */
    List<String> writes() {
        return writes;
    }

    /** Returns the sent text. */
    String sent() {
        return String.join("", writes);
    }

    boolean isOutputEnded() {
        return outputEnded;
    }

    /** Returns the pieces that the server has not read. */
    List<String> unread() {
        return List.copyOf(script);
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() {
                throw new UnsupportedOperationException("byte-wise I/O costs a system call per byte");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                String piece = script.poll();
                if (delaysPieces) {
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
                throw new UnsupportedOperationException("byte-wise I/O costs a system call per byte");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (!outputWorks || outputEnded) {
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
