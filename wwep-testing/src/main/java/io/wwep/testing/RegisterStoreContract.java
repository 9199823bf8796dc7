package io.wwep.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.wwep.protocol.DeviceId;
import io.wwep.server.store.RegisterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Tests for all {@link RegisterStore}s. Extend this class to test a custom store.
 *
 * <pre>{@code
 * class MemoryRegisterStoreTest extends RegisterStoreContract {
 *
 *     @Override
 *     protected RegisterStore emptyStore() {
 *         return RegisterStore.inMemory();
 *     }
 * }
 * }</pre>
 *
 * <p>For a store that keeps its registers after it is closed, extend {@link DurableRegisterStoreContract}. Each store
 * that is {@link AutoCloseable} is closed after its test.
 */
public abstract class RegisterStoreContract {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int THREADS = 8;

    private RegisterStore store = RegisterStore.inMemory();

    /** For subclasses. */
    protected RegisterStoreContract() {}

    /**
     * {@return a new, empty store}
     *
     * @throws Exception if it cannot be created, which fails the test
     */
    protected abstract RegisterStore emptyStore() throws Exception;

    @BeforeEach
    final void create() throws Exception {
        store = emptyStore();
    }

    @AfterEach
    final void close() throws Exception {
        close(store);
    }

    static void close(RegisterStore store) throws Exception {
        if (store instanceof AutoCloseable open) {
            open.close();
        }
    }

    @Test
    void anUnwrittenRegisterIsEmptyEvenNextToAWrittenOne() throws Exception {
        assertEquals(OptionalInt.empty(), store.read(DEVICE, 0x0B));
        assertTrue(store.write(DEVICE, 0x0A, 1));
        assertTrue(store.write(DEVICE, 0x0C, 1));
        assertEquals(OptionalInt.empty(), store.read(DEVICE, 0x0B));
        assertEquals(OptionalInt.empty(), store.read(DeviceId.of(0), 0));
        assertEquals(OptionalInt.empty(), store.read(DeviceId.of(0xFFFF), 0xFF));
    }

    @Test
    void aRegisterHoldsEveryValue() throws Exception {
        for (int value = 0; value <= 0xFFFF; value++) {
            assertTrue(store.write(DEVICE, 0x05, value));
            assertEquals(OptionalInt.of(value), store.read(DEVICE, 0x05));
        }
    }

    @Test
    void aWrittenZeroIsAValue() throws Exception {
        store.write(DEVICE, 0x05, 0);
        assertEquals(OptionalInt.of(0), store.read(DEVICE, 0x05));
    }

    @Test
    void the256RegistersOfADeviceAreIndependent() throws Exception {
        for (int register = 0; register <= 0xFF; register++) {
            store.write(DEVICE, register, 0xFF00 | register);
        }
        for (int register = 0; register <= 0xFF; register++) {
            assertEquals(OptionalInt.of(0xFF00 | register), store.read(DEVICE, register));
        }
    }

    @Test
    void eachDeviceHasItsOwnRegisters() throws Exception {
        int[] devices = {0x0000, 0x0001, 0x0100, 0x0FAC, 0x8000, 0xFFFF};
        for (int device : devices) {
            store.write(DeviceId.of(device), 0x05, device);
        }
        for (int device : devices) {
            assertEquals(OptionalInt.of(device), store.read(DeviceId.of(device), 0x05));
            assertEquals(OptionalInt.empty(), store.read(DeviceId.of(device), 0x06));
        }
        assertEquals(OptionalInt.empty(), store.read(DeviceId.of(0x0002), 0x05));
    }

    @Test
    void numbersOutOfRangeAreRefused() throws Exception {
        for (int register : new int[] {-1, 0x100, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertRefused(() -> store.read(DEVICE, register), "register " + register, "FF");
            assertRefused(() -> store.write(DEVICE, register, 1), "register " + register, "FF");
        }
        for (int value : new int[] {-1, 0x10000, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertRefused(() -> store.write(DEVICE, 0x05, value), "value " + value, "FFFF");
        }
        assertEquals(OptionalInt.empty(), store.read(DEVICE, 0x05));
    }

    @Test
    void concurrentWritersOfDifferentRegistersDoNotInterfere() throws Exception {
        runConcurrently(writer -> {
            for (int device = 0; device < 200; device++) {
                for (int register = writer; register <= 0xFF; register += THREADS) {
                    assertTrue(store.write(DeviceId.of(device), register, device << 8 | register));
                }
            }
        });
        for (int device = 0; device < 200; device++) {
            for (int register = 0; register <= 0xFF; register++) {
                assertEquals(OptionalInt.of(device << 8 | register), store.read(DeviceId.of(device), register));
            }
        }
    }

    @Test
    void aConcurrentReaderSeesNothingOrAWrittenValue() throws Exception {
        runConcurrently(number -> {
            for (int device = 0; device < 2_000; device++) {
                if (number % 2 == 0) {
                    store.write(DeviceId.of(device), 0x05, 0xABC0 | number);
                } else {
                    OptionalInt seen = store.read(DeviceId.of(device), 0x05);
                    assertTrue(Set.of(0xABC0, 0xABC2, 0xABC4, 0xABC6).contains(seen.orElse(0xABC0)));
                }
            }
        });
    }

    @Test
    void valuesCanBeReadAfterAForce() throws Exception {
        store.force();
        store.write(DEVICE, 0x05, 1);
        store.force();
        store.write(DEVICE, 0x05, 2);
        store.force();
        store.force();
        assertEquals(OptionalInt.of(2), store.read(DEVICE, 0x05));
        assertEquals(OptionalInt.empty(), store.read(DEVICE, 0x06));
    }

    @Test
    void severalThreadsCanForceConcurrently() throws Exception {
        runConcurrently(writer -> {
            for (int value = 0; value < 50; value++) {
                store.write(DeviceId.of(writer), 0x05, value);
                store.force();
                assertEquals(OptionalInt.of(value), store.read(DeviceId.of(writer), 0x05));
            }
        });
    }

    private static void assertRefused(Executable call, String number, String limit) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, call).getMessage());
        assertTrue(message.contains(number) && message.contains(limit), message);
    }

    private interface Work {
        void run(int number) throws Exception;
    }

    private static void runConcurrently(Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(THREADS);
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                tasks.add(() -> {
                    start.countDown();
                    start.await();
                    work.run(number);
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
