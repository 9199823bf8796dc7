package io.wwep.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that reports failures: {@code System.out} swallows them, and the program would run on without output.
 */
final class StandardOutput extends OutputStream {

    private final OutputStream target;

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    /**
     * Writes without buffering.
     *
     * @throws OutputLostException if that fails
     */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw new OutputLostException(e);
        }
    }
}
