package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk loses power while something is forced to it: any sectors of that may be there, or not. */
class PowerLossTest {

    private static final int RUNS = 20;
    private static final int COMMITS = 300;
    private static final int REGISTERS = 8 << Byte.SIZE;
    private static final int LONG_BYTES = 50_000;

    @TempDir
    private Path folder;

    private final Random random = new Random(27708);
    private int losses;
    private int takenBack;

    @Test
    void allThatWasForcedIsThereAndOfTheLastWriteAllOrNothing() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            run(folder.resolve("registers-" + run));
        }
        System.out.println("power was lost " + losses + " times; " + takenBack + " times the last write went with it");
        assertThat(takenBack).isBetween(losses / 10, losses - losses / 10);
    }

    private void run(Path file) throws IOException {
        UnsafeDisk disk = new UnsafeDisk();
        List<byte[]> left = new ArrayList<>();
        Map<Integer, Integer> forced = new HashMap<>();
        try (DiskRegisterStore store = DiskRegisterStore.open(file, disk, LONG_BYTES)) {
            disk.beforeForce(() -> {
                if (random.nextInt(10) == 0) {
                    left.add(disk.afterLossOfPower(random));
                }
            });
            int commits = random.nextInt(COMMITS);
            for (int i = 0; i < commits; i++) {
                Map<Integer, Integer> next = new HashMap<>(forced);
                int writes = random.nextInt(10) == 0 ? 2_000 : 1 + random.nextInt(5);
                for (int j = 0; j < writes; j++) {
                    int key = random.nextInt(REGISTERS);
                    int value = random.nextInt(0x10000);
                    store.write(DeviceId.of(key >> Byte.SIZE), key & 0xFF, value);
                    next.put(key, value);
                }
                store.force();
                for (byte[] bytes : left) {
                    check(bytes, forced, next);
                }
                left.clear();
                forced = next;
            }
            disk.beforeForce(() -> left.add(disk.afterLossOfPower(random)));
        }
        for (byte[] bytes : left) {
            check(bytes, forced, forced);
        }
    }

    private void check(byte[] bytes, Map<Integer, Integer> forced, Map<Integer, Integer> next) throws IOException {
        losses++;
        Path file = Files.write(folder.resolve("left"), bytes);
        Map<Integer, Integer> found = new HashMap<>();
        RegisterFile.open(file, FileChannel::open, LONG_BYTES, found::put).close();
        // Not the maps themselves: a failure would print thousands of registers.
        if (!found.equals(next)) {
            takenBack++;
            assertThat(found.equals(forced)).as("loss %d", losses).isTrue();
        }
    }
}
