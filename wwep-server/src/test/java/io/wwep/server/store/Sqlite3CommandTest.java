package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.wwep.check.ForeignTool;
import io.wwep.protocol.DeviceId;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the file with the sqlite3 command while the store has it open. */
class Sqlite3CommandTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);

    private final String sqlite = ForeignTool.require("sqlite3", "sqlite3");

    @TempDir
    private Path folder;

    @Test
    void registersCanBeReadWhileTheStoreIsOpenAndWhenItIsClosed() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            store.write(DEVICE, 0x0B, 0x1234);
            store.write(DeviceId.of(0xFFFF), 0xFF, 0xFFFF);
            store.force();
            assertThat(sqlite3(file, "select * from registers")).isEqualTo("0FAC|0B|1234\nFFFF|FF|FFFF\n");
        }
        assertThat(sqlite3(file, "select * from registers")).isEqualTo("0FAC|0B|1234\nFFFF|FF|FFFF\n");
    }

    @Test
    void aBackupTakenWhileTheStoreIsOpenIsUsable() throws Exception {
        Path file = folder.resolve("registers");
        Path backup = folder.resolve("backup");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            store.write(DEVICE, 0x0B, 0x1234);
            store.force();
            sqlite3(file, ".backup '" + backup + "'");
        }
        try (DiskRegisterStore store = DiskRegisterStore.open(backup)) {
            assertThat(store.read(DEVICE, 0x0B)).hasValue(0x1234);
        }
    }

    @Test
    void aWriteDuringAnotherProgramsTransactionIsRefusedAndNeverAppears() throws Exception {
        Path file = folder.resolve("registers");
        try (DiskRegisterStore store = DiskRegisterStore.open(file)) {
            store.write(DEVICE, 1, 1);
            store.force();
            Process writer = new ProcessBuilder(List.of(sqlite, file.toString()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (OutputStream input = writer.getOutputStream()) {
                input.write("begin immediate;\nselect 'begun';\n".getBytes(StandardCharsets.US_ASCII));
                input.flush();
                assertThat(writer.inputReader().readLine()).isEqualTo("begun");
                store.write(DEVICE, 1, 2);
                assertThatIOException()
                        .isThrownBy(store::force)
                        .withMessageContaining("cannot write " + file.toRealPath())
                        .withMessageContaining("another program holds SQLite's lock on it");
            }
            writer.waitFor();
            assertThat(store.read(DEVICE, 1)).hasValue(1);
            store.write(DEVICE, 2, 2);
            store.force();
            assertThat(sqlite3(file, "select * from registers")).isEqualTo("0FAC|01|0001\n0FAC|02|0002\n");
        }
    }

    private String sqlite3(Path file, String command) throws Exception {
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(sqlite, "-readonly", file.toString(), command)
                .redirectError(errors.toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
        return printed;
    }
}
