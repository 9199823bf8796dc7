package io.wwep.server.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk that can be full, can fail to force, notes what is done to it, and tells what a loss of power
 * leaves of a file.
 */
public final class UnsafeDisk implements RegisterFile.Opener {

    private static final int SECTOR = 512;

    private final List<String> events = new ArrayList<>();
    private Runnable beforeForce = () -> {};
    private @Nullable File live;
    private boolean full;
    private boolean unforceable;

    @Override
    public synchronized FileChannel open(Path path, OpenOption... options) throws IOException {
        File file = new File(path, FileChannel.open(path, options));
        if (!file.isFresh()) {
            live = file;
        }
        return file;
    }

    synchronized void full(boolean isFull) {
        full = isFull;
    }

    synchronized void unforceable(boolean isUnforceable) {
        unforceable = isUnforceable;
    }

    /** What is done each time before something is forced: when the most can still be lost. */
    synchronized void beforeForce(Runnable action) {
        beforeForce = action;
    }

    /** Notes something that happened elsewhere. */
    public synchronized void note(String event) {
        events.add(event);
    }

    /** "write", "force" and what was noted, in their order; many writes in a row are one. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** What the file may be after a loss of power now: of all that was not forced, any part can be there. */
    synchronized byte[] afterLossOfPower(Random random) {
        File file = live;
        if (file == null) {
            return new byte[0];
        }
        byte[] left = file.forced.clone();
        int percent = random.nextInt(5) * 25;
        for (Change change : file.unforced) {
            if (random.nextInt(100) < percent) {
                left = change.applyTo(left);
            }
        }
        return left;
    }

    /** A sector that was written, or a file that was cut. */
    private interface Change {

        /** The file with this in it. */
        byte[] applyTo(byte[] file);

        static Change written(int position, byte[] bytes) {
            return file -> {
                byte[] written = Arrays.copyOf(file, Math.max(file.length, position + bytes.length));
                System.arraycopy(bytes, 0, written, position, bytes.length);
                return written;
            };
        }

        static Change cut(int size) {
            return file -> Arrays.copyOf(file, Math.min(file.length, size));
        }
    }

    /** A file that is open for writing at given positions. */
    private final class File extends FileChannel {

        private final Path path;
        private final FileChannel base;
        private final List<Change> unforced = new ArrayList<>();
        private byte[] forced;

        File(Path path, FileChannel base) throws IOException {
            this.path = path;
            this.base = base;
            this.forced = Files.readAllBytes(path);
        }

        /** Whether it is not in the other one's place yet. */
        boolean isFresh() {
            return path.toString().endsWith(".new") && Files.exists(path);
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (UnsafeDisk.this) {
                if (full) {
                    throw new IOException("No space left on device");
                }
                noteOnce("write");
                byte[] bytes = new byte[source.remaining()];
                source.duplicate().get(bytes);
                for (int from = 0; from < bytes.length; from += SECTOR) {
                    int to = Math.min(bytes.length, from + SECTOR);
                    unforced.add(Change.written(Math.toIntExact(position) + from, Arrays.copyOfRange(bytes, from, to)));
                }
                return base.write(source, position);
            }
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            synchronized (UnsafeDisk.this) {
                unforced.add(Change.cut(Math.toIntExact(size)));
                base.truncate(size);
                return this;
            }
        }

        @Override
        public void force(boolean withMetadata) throws IOException {
            synchronized (UnsafeDisk.this) {
                if (unforceable) {
                    throw new IOException("Input/output error");
                }
                if (!isFresh()) {
                    live = this;
                }
                beforeForce.run();
                noteOnce("force");
                for (Change change : unforced) {
                    forced = change.applyTo(forced);
                }
                unforced.clear();
            }
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }

        private void noteOnce(String event) {
            if (events.isEmpty() || !events.get(events.size() - 1).equals(event)) {
                events.add(event);
            }
        }

        @Override
        public int read(ByteBuffer target) {
            throw unused();
        }

        @Override
        public long read(ByteBuffer[] targets, int offset, int length) {
            throw unused();
        }

        @Override
        public int read(ByteBuffer target, long position) {
            throw unused();
        }

        @Override
        public int write(ByteBuffer source) {
            throw unused();
        }

        @Override
        public long write(ByteBuffer[] sources, int offset, int length) {
            throw unused();
        }

        @Override
        public long position() {
            throw unused();
        }

        @Override
        public FileChannel position(long position) {
            throw unused();
        }

        @Override
        public long transferTo(long position, long count, WritableByteChannel target) {
            throw unused();
        }

        @Override
        public long transferFrom(ReadableByteChannel source, long position, long count) {
            throw unused();
        }

        @Override
        public MappedByteBuffer map(MapMode mode, long position, long size) {
            throw unused();
        }

        @Override
        public FileLock lock(long position, long size, boolean shared) {
            throw unused();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            throw unused();
        }

        private UnsupportedOperationException unused() {
            return new UnsupportedOperationException("the registers' file is not used in this way");
        }
    }
}
