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
 * Writes registers like the threads of a server, while its disk is recorded. It notes each value in the file {@code
 * marks} before it submits it and after it is acknowledged. The file is recorded in order with all other calls.
 */
final class PowerLossProgram {

    /** The kind of a mark, followed by the register's key and value, four bytes each. */
    static final byte SUBMITTED = 's';

    static final byte ACKNOWLEDGED = 'a';

    static final int DEVICES = 4;
    static final int REGISTERS = 8;

    private static final int SESSIONS = 3;
    private static final int ROUNDS = 6;
    private static final int MAX_WRITES = 6;

    /** Enough for SQLite to run a checkpoint by itself. */
    private static final int WIDE_ROUNDS = 40;

    private static final int WIDE_DEVICES = 12_000;

    private final Path file;
    private final FileChannel marks;

    private PowerLossProgram(Path file, FileChannel marks) {
        this.file = file;
        this.marks = marks;
    }

    /** Expects the folder for the file as its argument. */
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
                throw new IllegalStateException("SQLite has not run a checkpoint by itself");
            }
        }
    }

    /** Writes the registers of each device on its own thread, several at once. */
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
        int writes = 1 + random.nextInt(MAX_WRITES);
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

    /** Changes nearly every page in each round, together with the registers that the test checks. */
    private void writeWidely(DiskRegisterStore store, int[] counts) throws IOException {
        Random random = new Random(SESSIONS);
        for (int round = 0; round < WIDE_ROUNDS; round++) {
            for (int device = 0; device < WIDE_DEVICES; device++) {
                store.write(DeviceId.of(0x1000 + device), 0, round);
            }
            write(store, counts, round % DEVICES, random);
        }
    }

    /** Runs a checkpoint from another connection, like another program. */
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
