package io.wwep.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wwep.protocol.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of registers keeps to. */
abstract class RegisterStoreContract {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int THREADS = 8;

    private RegisterStore store = RegisterStore.inMemory();

    /** A store without registers. */
    abstract RegisterStore emptyStore() throws Exception;

    @BeforeEach
    void create() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    void close() throws Exception {
        close(store);
    }

    static void close(RegisterStore store) throws Exception {
        if (store instanceof AutoCloseable open) {
            open.close();
        }
    }

    @Test
    void aRegisterNeverWrittenIsEmptyAlsoBesideAWrittenOne() throws Exception {
        assertThat(store.read(DEVICE, 0x0B)).isEmpty();
        assertThat(store.write(DEVICE, 0x0A, 1)).isTrue();
        assertThat(store.write(DEVICE, 0x0C, 1)).isTrue();
        assertThat(store.read(DEVICE, 0x0B)).isEmpty();
        assertThat(store.read(DeviceId.of(0), 0)).isEmpty();
        assertThat(store.read(DeviceId.of(0xFFFF), 0xFF)).isEmpty();
    }

    @Test
    void aRegisterHoldsEachOfThe65536Values() throws Exception {
        for (int value = 0; value <= 0xFFFF; value++) {
            assertThat(store.write(DEVICE, 0x05, value)).isTrue();
            assertThat(store.read(DEVICE, 0x05)).hasValue(value);
        }
    }

    @Test
    void aWrittenZeroIsAValue() throws Exception {
        store.write(DEVICE, 0x05, 0);
        assertThat(store.read(DEVICE, 0x05)).hasValue(0);
    }

    @Test
    void the256RegistersOfADeviceAreApart() throws Exception {
        for (int register = 0; register <= 0xFF; register++) {
            store.write(DEVICE, register, 0xFF00 | register);
        }
        for (int register = 0; register <= 0xFF; register++) {
            assertThat(store.read(DEVICE, register)).hasValue(0xFF00 | register);
        }
    }

    @Test
    void eachDeviceHasASetOfItsOwn() throws Exception {
        int[] devices = {0x0000, 0x0001, 0x0100, 0x0FAC, 0x8000, 0xFFFF};
        for (int device : devices) {
            store.write(DeviceId.of(device), 0x05, device);
        }
        for (int device : devices) {
            assertThat(store.read(DeviceId.of(device), 0x05)).hasValue(device);
            assertThat(store.read(DeviceId.of(device), 0x06)).isEmpty();
        }
        assertThat(store.read(DeviceId.of(0x0002), 0x05)).isEmpty();
    }

    @Test
    void whatIsOutOfRangeIsRefusedAndNothingIsStored() throws Exception {
        for (int register : new int[] {-1, 0x100, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.read(DEVICE, register))
                    .withMessageContaining("register " + register)
                    .withMessageContaining("FF");
            assertThatIllegalArgumentException().isThrownBy(() -> store.write(DEVICE, register, 1));
        }
        for (int value : new int[] {-1, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> store.write(DEVICE, 0x05, value))
                    .withMessageContaining("value " + value)
                    .withMessageContaining("FFFF");
        }
        assertThat(store.read(DEVICE, 0x05)).isEmpty();
    }

    @Test
    void writersOfDifferentRegistersDoNotDisturbOneAnother() throws Exception {
        atOnce(writer -> {
            for (int device = 0; device < 200; device++) {
                for (int register = writer; register <= 0xFF; register += THREADS) {
                    assertThat(store.write(DeviceId.of(device), register, device << 8 | register))
                            .isTrue();
                }
            }
        });
        for (int device = 0; device < 200; device++) {
            for (int register = 0; register <= 0xFF; register++) {
                assertThat(store.read(DeviceId.of(device), register)).hasValue(device << 8 | register);
            }
        }
    }

    @Test
    void aReaderSeesNothingOrAValueThatSomebodyWrote() throws Exception {
        atOnce(number -> {
            for (int device = 0; device < 2_000; device++) {
                if (number % 2 == 0) {
                    store.write(DeviceId.of(device), 0x05, 0xABC0 | number);
                } else {
                    OptionalInt seen = store.read(DeviceId.of(device), 0x05);
                    assertThat(seen.orElse(0xABC0)).isIn(0xABC0, 0xABC2, 0xABC4, 0xABC6);
                }
            }
        });
    }

    @Test
    void whatWasWrittenIsReadAfterAForceToo() throws Exception {
        store.force();
        store.write(DEVICE, 0x05, 1);
        store.force();
        store.write(DEVICE, 0x05, 2);
        store.force();
        store.force();
        assertThat(store.read(DEVICE, 0x05)).hasValue(2);
        assertThat(store.read(DEVICE, 0x06)).isEmpty();
    }

    @Test
    void manyMayForceAtOnce() throws Exception {
        atOnce(writer -> {
            for (int value = 0; value < 50; value++) {
                store.write(DeviceId.of(writer), 0x05, value);
                store.force();
                assertThat(store.read(DeviceId.of(writer), 0x05)).hasValue(value);
            }
        });
    }

    private interface Work {
        void doAs(int number) throws Exception;
    }

    private static void atOnce(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                tasks.add(() -> {
                    start.countDown();
                    start.await();
                    work.doAs(number);
                    return null;
                });
            }
            for (Future<Void> result : pool.invokeAll(tasks)) {
                result.get();
            }
        } finally {
            pool.shutdown();
        }
    }
}
