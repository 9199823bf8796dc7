package io.wwep.server;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that keeps what it received: the records that TLS above it does not show. */
final class RecordingSocket extends Socket {

    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    /**
     * Whether the last record that came is an alert: by its type in TLS 1.2. In TLS 1.3, where types are hidden, by the
     * length of 2 bytes in a record of the JDK, which pads them up to 17.
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
