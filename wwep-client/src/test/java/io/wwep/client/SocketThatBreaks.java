package io.wwep.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.SocketChannel;

/** A channel's socket that breaks during the write of a request, as if the server had reset it. */
final class SocketThatBreaks extends Socket {

    private final Socket channelSocket = SocketChannel.open().socket();
    private int writesLeft;

    /** Allows this many writes. */
    SocketThatBreaks(int writes) throws IOException {
        writesLeft = writes;
    }

    @Override
    public SocketChannel getChannel() {
        return channelSocket.getChannel();
    }

    @Override
    public void connect(SocketAddress server, int timeout) throws IOException {
        channelSocket.connect(server, timeout);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return channelSocket.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(channelSocket.getOutputStream()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (writesLeft-- <= 0) {
                    throw new SocketException("Broken pipe");
                }
                out.write(bytes, offset, length);
            }
        };
    }

    @Override
    public synchronized void setSoTimeout(int timeout) throws SocketException {
        channelSocket.setSoTimeout(timeout);
    }

    @Override
    public synchronized void close() throws IOException {
        channelSocket.close();
    }
}
