package io.wwep.examples.capture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.wwep.protocol.WireListener;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A capture file of what clients and servers say, in plain text even if they use TLS. Wireshark can open it even while it is
 * being written. Its TCP packets are made up from the bytes: the packets on the network had other boundaries and times.
 *
 * <p>When the file reaches its limit, or the disk is full, the capture ends, but not the connections. Safe for use by several
 * threads at once.
 */
public final class CaptureFile implements Closeable {

    /** The default limit of a file: 100 MB. */
    public static final long DEFAULT_LIMIT = 100L * 1024 * 1024;

    private static final Set<PosixFilePermission> FOR_THE_OWNER = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final long limit;
    private final InstantSource clock;
    private final Consumer<String> onEnd;
    private final ReentrantLock lock = new ReentrantLock();

    /** Null once the capture has ended. Not a channel: an interrupt of a thread that writes would close it. */
    @GuardedBy("lock")
    private @Nullable RandomAccessFile output;

    @GuardedBy("lock")
    private long size;

    @GuardedBy("lock")
    private int connections;

    /** Captures to a file that is open, and has its header. */
    CaptureFile(Path file, RandomAccessFile output, long limit, InstantSource clock, Consumer<String> onEnd) {
        this.file = file;
        this.output = output;
        this.size = PcapFormat.header().length;
        this.limit = limit;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    /**
     * Creates a file that only its owner can read, if the file system has permissions.
     *
     * @param file must not exist yet
     * @param limit the most bytes of the file; 1,000 or more
     * @param onEnd receives why the capture ended early, as a sentence without its subject; called once at most, on a thread
     *     that reads or writes a connection
     * @return the file, which the caller must close
     * @throws java.nio.file.FileAlreadyExistsException if the file exists
     * @throws IOException if it cannot be created
     * @throws IllegalArgumentException if the limit is less than 1,000
     */
    public static CaptureFile create(Path file, long limit, Consumer<String> onEnd) throws IOException {
        return create(file, limit, InstantSource.system(), onEnd);
    }

    /** Creates a file whose packets have the times of this clock. */
    static CaptureFile create(Path file, long limit, InstantSource clock, Consumer<String> onEnd) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(onEnd, "onEnd");
        if (limit < 1_000) {
            throw new IllegalArgumentException(
                    "a limit of " + limit + " bytes is out of range: it must be 1000 or more");
        }
        FileAttribute<?>[] rights = hasRights(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOR_THE_OWNER)}
                : new FileAttribute<?>[0];
        Files.createFile(file, rights);
        RandomAccessFile output = new RandomAccessFile(file.toFile(), "rw");
        boolean begun = false;
        try {
            output.write(PcapFormat.header());
            begun = true;
            return new CaptureFile(file, output, limit, clock, onEnd);
        } finally {
            if (!begun) {
                output.close();
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean hasRights(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /**
     * {@return whether only the file's owner can read it}
     *
     * @throws IOException if the permissions cannot be read
     */
    public boolean isProtected() throws IOException {
        return hasRights(file) && Files.getPosixFilePermissions(file).equals(FOR_THE_OWNER);
    }

    /** {@return a listener for clients, whose connections are written to the file} */
    public WireListener ofClients() {
        return (local, remote) -> new Recorder(true, local, remote);
    }

    /** {@return a listener for servers, whose connections are written to the file} */
    public WireListener ofServers() {
        return (local, remote) -> new Recorder(false, remote, local);
    }

    /** Closes the file, and removes it if there was no connection. What is said afterwards is not written. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            RandomAccessFile open = output;
            output = null;
            if (open != null) {
                open.close();
                if (connections == 0) {
                    Files.deleteIfExists(file);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes the packets of a connection. */
    private final class Recorder implements WireListener.Connection {

        private final boolean isClient;

        @GuardedBy("CaptureFile.this.lock")
        private final CapturedConnection connection;

        Recorder(boolean isClient, InetSocketAddress client, InetSocketAddress server) {
            this.isClient = isClient;
            lock.lock();
            try {
                connection = new CapturedConnection(client, server, connections++);
                append(connection.open(clock.instant()));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void received(byte[] bytes, int from, int length) {
            add(!isClient, bytes, from, length);
        }

        @Override
        public void sent(byte[] bytes, int from, int length) {
            add(isClient, bytes, from, length);
        }

        private void add(boolean fromClient, byte[] bytes, int from, int length) {
            lock.lock();
            try {
                append(connection.data(clock.instant(), fromClient, bytes, from, length));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void receivedEnd() {
            end(!isClient);
        }

        @Override
        public void sentEnd() {
            end(isClient);
        }

        @Override
        public void closed() {
            end(isClient);
            end(!isClient);
        }

        private void end(boolean byClient) {
            lock.lock();
            try {
                append(connection.end(clock.instant(), byClient));
            } finally {
                lock.unlock();
            }
        }
    }

    @GuardedBy("lock")
    private void append(byte[] records) {
        RandomAccessFile open = output;
        if (open == null || records.length == 0) {
            return;
        }
        if (size + records.length > limit) {
            end(open, "has reached its limit of " + limit + " bytes");
            return;
        }
        try {
            open.write(records);
            size += records.length;
        } catch (IOException e) {
            end(open, "cannot be continued: " + (e.getMessage() == null ? e : e.getMessage()));
        }
    }

    /** Ends the capture behind its last complete record. */
    @GuardedBy("lock")
    private void end(RandomAccessFile open, String why) {
        output = null;
        try (open) {
            open.setLength(size);
        } catch (IOException e) {
            // The disk is broken: the last record may be incomplete, which Wireshark reports.
        }
        onEnd.accept(why);
    }
}
