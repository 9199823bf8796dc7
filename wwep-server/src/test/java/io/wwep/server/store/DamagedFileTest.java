package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Tests of a disk store with damaged, foreign or busy files. */
class DamagedFileTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int VERSION_AT = 60;
    private static final int APPLICATION_ID_AT = 68;

    @TempDir
    private Path folder;

    @Test
    void aFileInUseIsRefusedEvenThroughALink() throws Exception {
        Path file = withThreeWrites();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (DiskRegisterStore first = DiskRegisterStore.open(file)) {
            opening(file).hasMessageContaining(file.toString()).hasMessageContaining("in use by another server");
            opening(link).hasMessageContaining("in use by another server");
            assertThat(first.read(DEVICE, 3)).hasValue(3);
            assertThat(folder.resolve("registers.lock")).content().startsWith("locked by process ");
        }
        DiskRegisterStore.open(link).close();
    }

    @Test
    void theFileIsPrivateAndClosingLeavesNoOtherFiles() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            write(store, 1);
            try (Stream<Path> all = Files.list(folder)) {
                assertThat(all.filter(each -> !each.toString().endsWith(".lock")))
                        .hasSize(3)
                        .allSatisfy(
                                each -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                                        .as(each.toString())
                                        .isEqualTo("rw-------"));
            }
        }
        assertThat(folder).isDirectoryContaining(file::equals);
        assertNoOtherFiles(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not registers", "SQLite format 3\0"})
    void aForeignFileIsRefusedAndLeftUnchanged(String content) throws Exception {
        Path file = folder.resolve("foreign");
        for (int size : new int[] {content.length(), content.length() + 5_000, content.length() + 50_000}) {
            byte[] bytes = Arrays.copyOf(content.getBytes(StandardCharsets.ISO_8859_1), size);
            refused(file, bytes)
                    .hasMessageContaining("not a file of registers")
                    .hasMessageContaining("Choose another file");
        }
    }

    @Test
    void aDatabaseOfAnotherProgramOrWithoutItsTableIsRefusedAndLeftUnchanged() throws Exception {
        byte[] intact = Files.readAllBytes(withThreeWrites());
        refused(folder.resolve("foreign"), with(intact, APPLICATION_ID_AT, 0))
                .hasMessageContaining("not a file of registers: it is an SQLite file of another program");
        refused(folder.resolve("renamed"), replaced(intact, "register", "renamed_"))
                .hasMessageContaining("left unchanged");
    }

    @Test
    void aFileOfANewerVersionIsRefusedAndLeftUnchanged() throws Exception {
        byte[] newer = with(Files.readAllBytes(withThreeWrites()), VERSION_AT, 2);
        refused(folder.resolve("newer"), newer)
                .hasMessageContaining("was written by a newer version of WWEP: its format is 2")
                .hasMessageContaining("Use the newer version");
    }

    @Test
    void aTruncatedFileIsRefusedAndLeftUnchanged() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            for (int i = 0; i < 2_000; i++) {
                store.write(DeviceId.of(i), 1, i);
            }
        }
        byte[] intact = Files.readAllBytes(file);
        for (int size = 1; size < intact.length; size += size < 4096 ? 511 : 1500) {
            refused(folder.resolve("cut"), Arrays.copyOf(intact, size)).hasMessageContaining("left unchanged");
        }
    }

    @Test
    void aFileWithDamagedPagesIsRefusedAndLeftUnchanged() throws Exception {
        byte[] intact = Files.readAllBytes(withThreeWrites());
        assertThat(intact).hasSize(2 * 4096);
        byte[] damaged = intact.clone();
        Arrays.fill(damaged, 4096, 4096 + 100, (byte) 0x55);
        refused(folder.resolve("damaged"), damaged)
                .hasMessageContaining("is damaged or truncated")
                .hasMessageContaining("restore a backup");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            4012, 5, char(97)     | value a): value is not an integer
            4012, 5, 1.5         | value 1.5): value is not an integer
            4012, 5, zeroblob(1)  | value is not an integer
            4012, 5, NULL        | value null): value is not an integer
            4012, 5, 4294967297  | value 4294967297): value is not an integer
            4012, 5, 65536       | has an invalid register
            4012, char(98), 1    | (device 4012, number b, value 1): number is not an integer
            char(120), 5, 1      | device is not an integer
            """)
    void aRowThatIsNotARegisterIsRefusedAndLeftUnchanged(String row, String message) throws Exception {
        Path file = withThreeWrites();
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO register VALUES (" + row + ")");
        }
        opening(file)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message)
                .hasMessageContaining("left unchanged; correct it with sqlite3");
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM register WHERE number = 5 OR typeof(number) <> 'integer'"))
                    .isEqualTo(1);
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            assertThat(store.read(DEVICE, 3)).hasValue(3);
        }
    }

    @Test
    void aPipeIsRefusedAtOnce() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder(ForeignTool.require("mkfifo", "coreutils"), pipe.toString())
                        .start()
                        .waitFor())
                .isZero();
        opening(pipe).hasMessageContaining(pipe + " is a pipe, socket or device: give the name of a file");
        assertNoOtherFiles(pipe);
        opening(Path.of("/dev/null")).hasMessageContaining("/dev/null is a pipe, socket or device");
    }

    @Test
    void anImpossiblePathIsReportedWithARemedy() throws IOException {
        opening(folder.resolve("gone/registers")).hasMessageContaining("there is no folder " + folder + "/gone");
        opening(folder).hasMessageContaining("is a folder");
        Path file = Files.writeString(folder.resolve("file"), "");
        opening(file.resolve("registers")).hasMessageContaining("there is no folder " + file);
        opening(Path.of("/proc/registers")).hasMessageContaining("cannot create a lock file next to it");
    }

    @Test
    void specialCharactersOfUrisAreAllowedInNames() throws IOException {
        for (String name : List.of("a?journal_mode=off", "100%41", "#1 ä", ":memory:")) {
            Path file = folder.resolve(name);
            try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
                write(store, 3);
            }
            try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
                assertThat(store.read(DEVICE, 3)).as(name).hasValue(3);
            }
            assertThat(file).exists();
        }
    }

    @Test
    void anInterruptedTransactionOfAnotherProgramIsRolledBack() throws Exception {
        Path file = folder.resolve("plain");
        try (Connection connection = connect(withThreeWrites());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + file + "'");
        }
        Path left = Files.createDirectory(folder.resolve("left")).resolve("plain");
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            // Makes the journal complete before the transaction ends.
            statement.execute("PRAGMA synchronous = OFF");
            statement.execute("BEGIN");
            statement.execute("UPDATE register SET value = 7");
            for (String ending : List.of("", "-journal")) {
                Files.copy(Path.of(file + ending), Path.of(left + ending));
            }
            statement.execute("ROLLBACK");
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(left)) {
            assertThat(store.read(DEVICE, 3)).hasValue(3);
        }
    }

    @Test
    void aFileFromBeforeSqliteIsConvertedOnceAndKept() throws Exception {
        Path file = folder.resolve("registers");
        byte[] journal = journal();
        Files.write(file, journal);
        for (int i = 0; i < 2; i++) {
            try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
                assertThat(store.read(DEVICE, 0x0B)).hasValue(0x1234);
                assertThat(store.read(DeviceId.of(0xFFFF), 0xFF)).hasValue(0xFFFF);
                assertThat(store.read(DEVICE, 0x0C)).isEmpty();
            }
        }
        assertThat(folder.resolve("registers.old")).hasBinaryContent(journal);
        Files.write(file, journal);
        opening(file)
                .hasMessageContaining("registers.old already exists")
                .hasMessageContaining("move that file elsewhere");
        assertThat(file).hasBinaryContent(journal);
    }

    @Test
    void aTruncatedFileFromBeforeSqliteIsRefusedAndLeftUnchanged() throws Exception {
        byte[] journal = journal();
        for (int size : new int[] {100, 4096, 8192, journal.length - 1}) {
            refused(folder.resolve("registers"), Arrays.copyOf(journal, size))
                    .hasMessageContaining("in the format of an older version, is truncated or damaged");
        }
    }

    @Test
    void concurrentForcesShareCommits() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            CountDownLatch start = new CountDownLatch(1);
            Thread[] threads = new Thread[20];
            for (int i = 0; i < threads.length; i++) {
                DeviceId device = DeviceId.of(i);
                threads[i] = new Thread(() -> {
                    try {
                        start.await();
                        for (int value = 0; value < 50; value++) {
                            store.write(device, 1, value);
                            store.force();
                            assertThat(store.read(device, 1)).hasValue(value);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
                threads[i].start();
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            for (int i = 0; i < 20; i++) {
                assertThat(store.read(DeviceId.of(i), 1)).hasValue(49);
            }
        }
    }

    @Test
    void anInterruptDoesNoHarm() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            store.write(DEVICE, 1, 1);
            Thread.currentThread().interrupt();
            store.force();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(store.read(DEVICE, 1)).hasValue(1);
        }
    }

    @Test
    void aClosedStoreReportsThatItIsClosed() throws Exception {
        DiskRegisterStore store = DiskRegisterStore.open(folder.resolve("registers"));
        store.write(DEVICE, 1, 1);
        store.close();
        store.close();
        assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("closed");
        assertThatIOException().isThrownBy(() -> store.write(DEVICE, 1, 1)).withMessageContaining("closed");
        store.force();
        assertThatIOException().as("this thread has no pending values").isThrownBy(store::force);
        try (DiskRegisterStore again = DiskRegisterStore.open(folder.resolve("registers"))) {
            assertThat(again.read(DEVICE, 1)).as("closing commits").hasValue(1);
        }
    }

    /** Returns a file as written by the version before SQLite and then killed, with two values. */
    private static byte[] journal() {
        ByteBuffer file = ByteBuffer.allocate(2 * 4096 + 26);
        sealed(
                file,
                4096,
                mark -> mark.put("WWEPREG1".getBytes(StandardCharsets.US_ASCII))
                        .putLong(1)
                        .put((byte) 1));
        sealed(
                file,
                2 * 4096,
                record -> record.putLong(1)
                        .putInt(2)
                        .putShort((short) 0x0FAC)
                        .put((byte) 0x0B)
                        .putShort((short) 0x1234)
                        .putShort((short) 0xFFFF)
                        .put((byte) 0xFF)
                        .putShort((short) 0xFFFF));
        sealed(
                file,
                0,
                mark -> mark.put("WWEPREG1".getBytes(StandardCharsets.US_ASCII))
                        .putLong(1)
                        .put((byte) 1));
        return file.array();
    }

    private static void sealed(ByteBuffer file, int at, Consumer<ByteBuffer> content) {
        content.accept(file.position(at));
        CRC32C checksum = new CRC32C();
        checksum.update(file.duplicate().flip().position(at));
        file.putInt((int) checksum.getValue());
    }

    private static byte[] with(byte[] file, int at, int number) {
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).putInt(at, number);
        return changed;
    }

    private static byte[] replaced(byte[] file, String from, String to) {
        return new String(file, StandardCharsets.ISO_8859_1).replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused(Path file, byte[] content) throws IOException {
        Files.write(file, content);
        AbstractThrowableAssert<?, ? extends Throwable> refusal = opening(file).hasMessageContaining(file.toString());
        assertThat(file).hasBinaryContent(content);
        assertNoOtherFiles(file);
        return refusal;
    }

    private void assertNoOtherFiles(Path file) {
        String name = file.getFileName().toString();
        assertThat(folder)
                .isDirectoryNotContaining(each -> each.getFileName().toString().startsWith(name)
                        && !each.getFileName().toString().equals(name));
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private Path withThreeWrites() throws IOException {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            write(store, 3);
        }
        return file;
    }

    private static void write(DiskRegisterStore store, int count) throws IOException {
        for (int i = 1; i <= count; i++) {
            store.write(DEVICE, i, i);
            store.force();
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> opening(Path file) {
        return assertThatThrownBy(() -> DiskRegisterStore.open(file).close()).isInstanceOf(IOException.class);
    }
}
