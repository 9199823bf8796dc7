package io.wwep.server.store;

import io.wwep.protocol.DeviceId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Fills a small disk that holds a store's file, frees space again, and prints the results of the store's operations.
 */
final class FullDiskProgram {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    private final DiskRegisterStore store;

    private FullDiskProgram(DiskRegisterStore store) {
        this.store = store;
    }

    /** Expects a folder on the small disk, and a folder elsewhere for a copy of the file as a crash would leave it. */
    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        Path file = disk.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            new FullDiskProgram(store).run(disk, arguments[1]);
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            System.out.println("after a restart " + new FullDiskProgram(store).registers());
        }
    }

    private void run(Path disk, String elsewhere) throws Exception {
        write(1, 1);
        write(2, 1);
        Path filler = disk.resolve("filler");
        fill(filler);
        fillLastPage();
        refusal(2, 2);
        System.out.println("when the disk is full " + registers());
        writeOfAnotherThread();
        refusal(2, 3);
        new ProcessBuilder("sh", "-c", "cp \"$0\"/registers* \"$1\"", disk.toString(), elsewhere)
                .inheritIO()
                .start()
                .waitFor();
        Files.delete(filler);
        System.out.println("with room again " + registers());
        write(3, 3);
        System.out.println("after the next write " + registers());
    }

    private void write(int register, int value) throws IOException {
        store.write(DEVICE, register, value);
        store.force();
    }

    /** Rewrites the same value until it is refused, because the last page has room for a few more. */
    private void fillLastPage() {
        for (int i = 0; i < 400; i++) {
            try {
                write(1, 1);
            } catch (IOException e) {
                return;
            }
        }
    }

    private void refusal(int register, int value) {
        try {
            write(register, value);
            System.out.println("register " + register + " was written");
        } catch (IOException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    /** Writes on another thread before a transaction fails, and forces there afterwards. */
    private void writeOfAnotherThread() throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            other.submit(() -> store.write(DEVICE, 4, 4)).get();
            refusal(5, 5);
            other.submit(() -> {
                        store.force();
                        return null;
                    })
                    .get();
            System.out.println("register 4 was written");
        } catch (ExecutionException e) {
            System.out.println("the other thread was refused: " + e.getMessage());
        } finally {
            other.shutdown();
        }
    }

    private String registers() {
        StringBuilder all = new StringBuilder();
        for (int register = 1; register <= 5; register++) {
            try {
                all.append(store.read(DEVICE, register).orElse(-1)).append(' ');
                store.force();
            } catch (IOException e) {
                all.append("refused ");
            }
        }
        return all.toString().strip();
    }

    /** Fills the disk to the last byte. */
    private static void fill(Path filler) throws IOException {
        try (OutputStream output = Files.newOutputStream(filler)) {
            for (byte[] bytes = new byte[512]; ; ) {
                output.write(bytes);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }
}
