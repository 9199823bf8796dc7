package io.wwep.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.JavaProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the messages of a program that cannot lock or read its file. The program runs in its own process. */
class LockFileTest {

    private static final String NO_LOCKS = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <stdarg.h>
            #include <dlfcn.h>
            static int call(const char *name, int fd, int command, void *argument) {
                if (command == F_SETLK || command == 6) { errno = ENOLCK; return -1; }
                return ((int (*)(int, int, ...)) dlsym(RTLD_NEXT, name))(fd, command, argument);
            }
            int fcntl(int fd, int command, ...) {
                va_list list; va_start(list, command); void *argument = va_arg(list, void *); va_end(list);
                return call("fcntl", fd, command, argument);
            }
            int fcntl64(int fd, int command, ...) {
                va_list list; va_start(list, command); void *argument = va_arg(list, void *); va_end(list);
                return call("fcntl64", fd, command, argument);
            }
            """;

    @TempDir
    private Path folder;

    @Test
    void aFileSystemWithoutLocksIsReported() throws Exception {
        Path source = Files.writeString(folder.resolve("locks.c"), NO_LOCKS);
        Path library = folder.resolve("locks.so");
        run(new ProcessBuilder(
                ForeignTool.require("gcc", "gcc"), "-shared", "-fPIC", "-o", library.toString(), source.toString()));
        Path file = folder.toRealPath().resolve("registers");
        ProcessBuilder java = java(file);
        java.environment().put("LD_PRELOAD", library.toString());

        assertThat(run(java))
                .startsWith("cannot lock " + file + " by " + file
                        + ".lock: No locks available; put the file on a local disk");
        assertThat(file.resolveSibling("registers.lock")).doesNotExist();
    }

    @Test
    void anUnreadableFileIsReportedAndNoFilesAreLeft() throws Exception {
        Path file = folder.toRealPath().resolve("registers");
        Files.writeString(file, "another user's");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        ProcessBuilder java = java(file);
        if (Files.isReadable(file)) {
            // Root can read every file, unless it drops its capabilities.
            java.command()
                    .addAll(
                            0,
                            List.of(
                                    ForeignTool.require("setpriv", "util-linux"),
                                    "--bounding-set=-all",
                                    "--inh-caps=-all"));
        }

        assertThat(run(java))
                .isEqualTo("cannot read " + file + ": permission denied; check that this user may read and write it\n");
        assertThat(folder).isDirectoryNotContaining("glob:**registers.*");
    }

    private ProcessBuilder java(Path file) throws IOException {
        return new ProcessBuilder(JavaProgram.command(folder, List.of(), LockProgram.class, file.toString()));
    }

    private static String run(ProcessBuilder command) throws Exception {
        Process process = command.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
