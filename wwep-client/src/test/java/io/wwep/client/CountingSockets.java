package io.wwep.client;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Creates sockets that record the size of each write. */
final class CountingSockets extends GatedSockets {

    private final List<Integer> writes = new CopyOnWriteArrayList<>();

    CountingSockets() {
        gate.countDown();
    }

    /** Returns the sizes of all writes, in bytes. */
    List<Integer> writes() {
        return writes;
    }

    @Override
    protected Socket make() {
        return new Socket() {
            @Override
            public OutputStream getOutputStream() throws IOException {
                return new FilterOutputStream(super.getOutputStream()) {
                    @Override
                    public void write(byte[] bytes, int from, int length) throws IOException {
                        writes.add(length);
                        out.write(bytes, from, length);
                    }
                };
            }
        };
    }
}
