package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sqlite.SQLiteDataSource;

/**
 * Writes registers, as threads of a server do, while its disk is recorded. Before it submits a value and after that was acknowledged
 * it says so in the file {@code marks}, which is recorded in order with all else.
 */
final class PowerLossProgram {

    /** What a mark says; the register's key and the value follow, four bytes each. */
    static final byte SUBMITTED = 's';

    static final byte ACKNOWLEDGED = 'a';

    static final int DEVICES = 4;
    static final int REGISTERS = 8;

    private static final int SESSIONS = 3;
    private static final int ROUNDS = 6;
    private static final int MOST_WRITES = 6;

    /** Enough of them for SQLite to move its log into the file by itself. */
    private static final int WIDE_ROUNDS = 40;

    private static final int WIDE_DEVICES = 12_000;

    private final Path file;
    private final FileChannel marks;

    private PowerLossProgram(Path file, FileChannel marks) {
        this.file = file;
        this.marks = marks;
    }

    /** The argument is the folder for the file. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        try (FileChannel marks = FileChannel.open(
                folder.resolve("marks"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            new PowerLossProgram(folder.resolve("registers"), marks).run();
        }
    }

    private void run() throws Exception {
        int[] counts = new int[DEVICES * REGISTERS];
        for (int session = 0; session < SESSIONS; session++) {
            try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
                writeByThreads(store, counts, session);
                checkpoint(session % 2 == 0 ? "PASSIVE" : "TRUNCATE");
                writeByThreads(store, counts, SESSIONS + session);
            }
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            writeWidely(store, counts);
            if (Files.size(file) < WIDE_DEVICES) {
                throw new IllegalStateException("SQLite has not moved its log into the file by itself");
            }
        }
    }

    /** Each thread writes the registers of its device, some of them at once. */
    private void writeByThreads(DiskRegisterStore store, int[] counts, int seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < DEVICES; i++) {
                int device = i;
                all.add(threads.submit(() -> {
                    Random random = new Random(seed * DEVICES + device);
                    for (int round = 0; round < ROUNDS; round++) {
                        write(store, counts, device, random);
                    }
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private void write(DiskRegisterStore store, int[] counts, int device, Random random) throws IOException {
        List<Integer> registers = new ArrayList<>();
        int writes = 1 + random.nextInt(MOST_WRITES);
        for (int i = 0; i < writes; i++) {
            int register = random.nextInt(REGISTERS);
            int value = ++counts[device * REGISTERS + register];
            mark(SUBMITTED, device, register, value);
            store.write(DeviceId.of(device), register, value);
            registers.add(register);
        }
        store.force();
        for (int register : registers) {
            mark(ACKNOWLEDGED, device, register, counts[device * REGISTERS + register]);
        }
    }

    /** Changes nearly every page each time; what is looked for afterwards is written with it. */
    private void writeWidely(DiskRegisterStore store, int[] counts) throws IOException {
        Random random = new Random(SESSIONS);
        for (int round = 0; round < WIDE_ROUNDS; round++) {
            for (int device = 0; device < WIDE_DEVICES; device++) {
                store.write(DeviceId.of(0x1000 + device), 0, round);
            }
            write(store, counts, round % DEVICES, random);
        }
    }

    /** As another program does that has the file open meanwhile. */
    private void checkpoint(String kind) throws Exception {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(" + kind + ")");
        }
    }

    private void mark(byte kind, int device, int register, int value) throws IOException {
        ByteBuffer mark = ByteBuffer.allocate(1 + 2 * Integer.BYTES);
        marks.write(mark.put(kind)
                .putInt(device * REGISTERS + register)
                .putInt(value)
                .flip());
    }
}
