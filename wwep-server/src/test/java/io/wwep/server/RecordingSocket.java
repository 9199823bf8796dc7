package io.wwep.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that records the bytes it receives, including TLS records that are not application data. */
final class RecordingSocket extends Socket {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /**
     * Returns whether the last record received is an alert: by its type in TLS 1.2; in TLS 1.3, where types are
     * encrypted, by its length (the JDK adds 17 or more bytes to the alert's 2).
     */
    boolean endsWithAlert() {
        byte[] bytes = received.toByteArray();
        int type = -1;
        int length = -1;
        for (int next = 0; next < bytes.length; next += 5 + length) {
            type = bytes[next];
            length = (bytes[next + 3] & 0xFF) * 256 + (bytes[next + 4] & 0xFF);
        }
        return type == 21 || (type == 23 && (length == 19 || length == 35));
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                if (count > 0) {
                    received.write(target, offset, count);
                }
                return count;
            }
        };
    }
}
