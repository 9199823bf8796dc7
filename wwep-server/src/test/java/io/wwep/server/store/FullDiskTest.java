package io.wwep.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.JavaProgram;
import io.wwep.check.Required;
import io.wwep.protocol.DeviceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a full disk, writes are refused and never executed later. Existing values can still be read. */
class FullDiskTest {

    private static final DeviceId DEVICE = DeviceId.of(0x0FAC);
    private static final int NO_MOUNT = 77;

    @TempDir
    private Path folder;

    @Test
    void aRefusedWriteIsNeverExecutedAndReadsStillWork() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path copy = Files.createDirectory(folder.resolve("copy"));
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of(
                ForeignTool.require("unshare", "util-linux"),
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=256k none \"$0\" || exit " + NO_MOUNT + "; exec \"$@\"",
                disk.toString()));
        command.addAll(JavaProgram.command(folder, List.of(), FullDiskProgram.class, disk.toString(), copy.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int code = process.waitFor();
        Required.that(code != NO_MOUNT, "cannot mount a disk here: " + Files.readString(errors));
        assertThat(code).as(Files.readString(errors)).isZero();

        String refused = "refused: cannot write " + disk.toRealPath().resolve("registers")
                + ": the disk is full; free some space";
        assertThat(lines)
                .containsExactly(
                        refused,
                        "when the disk is full 1 1 -1 -1 -1",
                        refused,
                        "the other thread was refused: java.io.IOException: " + refused.substring("refused: ".length()),
                        refused,
                        "with room again 1 1 -1 -1 -1",
                        "after the next write 1 1 3 -1 -1",
                        "after a restart 1 1 3 -1 -1");
        try (DiskRegisterStore store = DiskRegisterStore.open(copy.resolve("registers"))) {
            assertThat(store.read(DEVICE, 1))
                    .as("after a crash on the full disk")
                    .hasValue(1);
            assertThat(store.read(DEVICE, 2)).hasValue(1);
            assertThat(store.read(DEVICE, 4)).isEmpty();
        }
    }
}
