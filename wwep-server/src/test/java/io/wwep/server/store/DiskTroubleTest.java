package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.LogCapture;
import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store on disk makes of files and disks that are not as they should be. */
class DiskTroubleTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int RECORD = 21;
    private static final int RECORDS = 8192;

    @TempDir
    private Path folder;

    @Test
    void aSecondStoreOnTheSameFileIsRefusedAlsoByALinkUntilTheFirstIsClosed() throws Exception {
        Path file = withThreeWrites();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (DiskRegisterStore first = DiskRegisterStore.open(file)) {
            opening(file).hasMessageContaining(file.toString()).hasMessageContaining("in use by another server");
            opening(link).hasMessageContaining("in use by another server");
            assertThat(first.read(DEVICE, 3)).hasValue(3);
        }
        DiskRegisterStore.open(link).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not registers", "WWEPREG1", "SQLite format 3\0"})
    void aFileOfSomethingElseIsRefusedAndLeftAsItIs(String content) throws Exception {
        Path file = folder.resolve("foreign");
        for (int size : new int[] {content.length(), content.length() + 5_000, content.length() + 50_000}) {
            byte[] bytes = Arrays.copyOf(content.getBytes(StandardCharsets.ISO_8859_1), size);
            Files.write(file, bytes);
            opening(file).hasMessageContaining(file.toString()).hasMessageContaining("no file of registers");
            assertThat(file).hasBinaryContent(bytes);
        }
    }

    @Test
    void aFileThatWasCutOffIsRefusedAndLeftAsItIs() throws Exception {
        byte[] whole = Files.readAllBytes(withThreeWrites());
        assertThat(whole).hasSize(RECORDS + 3 * RECORD);
        for (int size = 0; size < whole.length; size += size < RECORDS - 100 ? 97 : 1) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, size));
            opening(file).hasMessageContaining(file.toString()).hasMessageContaining("was left as it is");
            assertThat(file).hasSize(size);
        }
    }

    @Test
    void aByteThatIsDamagedIsFoundAndTheFileRefused() throws Exception {
        byte[] whole = Files.readAllBytes(withThreeWrites());
        for (int at = RECORDS; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x40;
            Path file = Files.write(folder.resolve("damaged"), damaged);
            opening(file).hasMessageContaining(file.toString()).hasMessageContaining("damaged after byte");
            assertThat(file).hasBinaryContent(damaged);
        }
    }

    @Test
    void onlyTheLastWriteIsTakenBackIfTheServerDidNotEndInOrderAndTheLogSaysSo() throws Exception {
        UnsafeDisk disk = new UnsafeDisk();
        Path file = folder.resolve("registers");
        Path copy = folder.resolve("copy");
        try (DiskRegisterStore store = DiskRegisterStore.open(file, disk, 1 << 20)) {
            write(store, 3);
            Files.copy(file, copy);
        }
        byte[] whole = Files.readAllBytes(copy);
        for (int size = RECORDS; size < whole.length; size++) {
            Files.write(copy, Arrays.copyOf(whole, size));
            if (size < RECORDS + 2 * RECORD) {
                opening(copy).hasMessageContaining("cut off");
                continue;
            }
            try (LogCapture log = new LogCapture("io.wwep.server");
                    DiskRegisterStore store = DiskRegisterStore.open(copy)) {
                assertThat(store.read(DEVICE, 2)).hasValue(2);
                assertThat(store.read(DEVICE, 3)).isEmpty();
                assertThat(log.warnings()).singleElement().asString().contains("taken back", copy.toString());
            }
        }
    }

    @Test
    void whereNoFileCanBeIsSaidWithWhatToDo() throws IOException {
        opening(folder.resolve("gone/registers")).hasMessageContaining("there is no folder " + folder + "/gone");
        opening(folder).hasMessageContaining("is a folder");
        Path file = Files.writeString(folder.resolve("file"), "");
        opening(file.resolve("registers")).hasMessageContaining("there is no folder " + file);
        opening(Path.of("/proc/registers")).hasMessageContaining("no file can be made beside it");
    }

    @Test
    void onAFullDiskForcingFailsUntilThereIsRoomAndThenNothingIsMissing() throws Exception {
        UnsafeDisk disk = new UnsafeDisk();
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file, disk, 1 << 20)) {
            write(store, 1);
            disk.full(true);
            store.write(DEVICE, 2, 2);
            for (int i = 0; i < 3; i++) {
                assertThatIOException()
                        .isThrownBy(store::force)
                        .withMessageContaining("cannot write " + file.toRealPath() + ": No space left on device");
            }
            store.write(DEVICE, 2, 0x22);
            disk.full(false);
            store.write(DEVICE, 3, 3);
            store.force();
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            assertThat(store.read(DEVICE, 1)).hasValue(1);
            assertThat(store.read(DEVICE, 2)).hasValue(0x22);
            assertThat(store.read(DEVICE, 3)).hasValue(3);
        }
    }

    @Test
    void afterTheDiskHasFailedToForceItIsTrustedNoMore() throws Exception {
        UnsafeDisk disk = new UnsafeDisk();
        Path file = folder.resolve("registers");
        DiskRegisterStore store = DiskRegisterStore.open(file, disk, 1 << 20);
        disk.unforceable(true);
        store.write(DEVICE, 1, 1);
        assertThatIOException().isThrownBy(store::force).withMessageContaining("start the server again");
        disk.unforceable(false);
        assertThatIOException().isThrownBy(store::force).withMessageContaining("start the server again");
        assertThatIOException().isThrownBy(store::close).withMessageContaining("start the server again");
        store.close();
        DiskRegisterStore.open(file).close();
    }

    @Test
    void theFileStaysShortHoweverOftenARegisterIsWritten() throws Exception {
        UnsafeDisk disk = new UnsafeDisk();
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file, disk, 10_000)) {
            for (int i = 0; i < 5_000; i++) {
                store.write(DEVICE, i % 3, i);
                store.force();
                assertThat(Files.size(file)).isLessThan(3 * (RECORDS + RECORD) + 2 * RECORD);
            }
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            assertThat(store.read(DEVICE, 4_999 % 3)).hasValue(4_999);
            assertThat(store.read(DEVICE, 4_998 % 3)).hasValue(4_998);
        }
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void aFileThatCannotBeWrittenAnewGoesOnAndIsLater() throws Exception {
        Path file = folder.resolve("registers");
        UnsafeDisk disk = new UnsafeDisk();
        AtomicInteger refusals = new AtomicInteger(2);
        RegisterFile.Opener opener = (path, options) -> {
            if (path.toString().endsWith(".new") && Files.exists(file) && refusals.getAndDecrement() > 0) {
                throw new IOException("No space left on device");
            }
            return disk.open(path, options);
        };
        try (LogCapture log = new LogCapture("io.wwep.server");
                DiskRegisterStore store = DiskRegisterStore.open(file, opener, 1)) {
            int longest = 0;
            for (int i = 0; refusals.get() >= 0; i++) {
                store.write(DEVICE, 1, i & 0xFFFF);
                store.force();
                longest = Math.max(longest, (int) Files.size(file));
            }
            assertThat(longest).isGreaterThan(4 * RECORDS);
            assertThat(Files.size(file)).isLessThan(2 * RECORDS);
            assertThat(log.warnings()).hasSize(2).allMatch(line -> line.contains("could not be written anew"));
        }
    }

    @Test
    void thoseWhoForceMeanwhileShareOneForceAndItIsALaterOne() throws Exception {
        UnsafeDisk disk = new UnsafeDisk();
        CountDownLatch inForce = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger forces = new AtomicInteger();
        try (DiskRegisterStore store = DiskRegisterStore.open(folder.resolve("registers"), disk, 1 << 20)) {
            disk.beforeForce(() -> {
                forces.incrementAndGet();
                inForce.countDown();
                try {
                    goOn.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            Thread[] threads = new Thread[20];
            for (int i = 0; i < threads.length; i++) {
                int register = i;
                threads[i] = new Thread(() -> {
                    try {
                        store.write(DEVICE, register, register);
                        store.force();
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
            threads[0].start();
            assertThat(inForce.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 1; i < threads.length; i++) {
                threads[i].start();
            }
            for (int i = 1; i < threads.length; i++) {
                while (threads[i].getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
            goOn.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(forces).hasValue(2);
        }
    }

    @Test
    void anInterruptionEndsTheWaitAndHarmsNobodyElse() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            store.write(DEVICE, 1, 1);
            Thread.currentThread().interrupt();
            assertThatIOException().isThrownBy(store::force).withMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            store.force();
            assertThat(store.read(DEVICE, 1)).hasValue(1);
        }
    }

    @Test
    void aClosedStoreSaysSo() throws Exception {
        DiskRegisterStore store = DiskRegisterStore.open(folder.resolve("registers"));
        store.write(DEVICE, 1, 1);
        store.close();
        store.close();
        assertThatIOException().isThrownBy(() -> store.read(DEVICE, 1)).withMessageContaining("closed");
        assertThatIOException().isThrownBy(() -> store.write(DEVICE, 1, 1)).withMessageContaining("closed");
        assertThatIOException().isThrownBy(store::force).withMessageContaining("closed");
        try (DiskRegisterStore again = DiskRegisterStore.open(folder.resolve("registers"))) {
            assertThat(again.read(DEVICE, 1)).as("closing forces").hasValue(1);
        }
    }

    /** Closed in order, with a record for each. */
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
