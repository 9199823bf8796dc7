package io.wwep.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.check.ForeignTool;
import io.wwep.check.JavaProgram;
import io.wwep.check.Required;
import io.wwep.client.WwepClient;
import io.wwep.gateway.OutboxStorage.Delete;
import io.wwep.gateway.OutboxStorage.Put;
import io.wwep.gateway.OutboxStorage.State;
import io.wwep.gateway.OutboxStorage.Stored;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.DeviceId;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of an outbox. */
class OutboxFileTest {

    private static final Instant NOW = Instant.parse("2026-11-28T21:00:00.123Z");
    private static final int NO_MOUNT = 77;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() throws Exception {
        file = folder.toRealPath().resolve("outbox.db");
    }

    private static OutboxWrite write(int register, long sequence, Integer... values) {
        return new OutboxWrite(
                "plant",
                DeviceId.of(0x0FAC),
                register,
                List.of(values),
                NOW,
                NOW.plusSeconds(60),
                sequence,
                OutboxWrite.WHOLE);
    }

    @Test
    void writesAreReadAsTheyWereStored() throws Exception {
        OutboxWrite one = write(0x0B, 1, 5);
        OutboxWrite group = write(0x20, 2, 1, 2);
        OutboxWrite newer = write(0x0B, 3, 6);
        try (OutboxFile outbox = OutboxFile.open(file)) {
            outbox.commit(List.of(new Put(one, State.QUEUED), new Put(group, State.UNKNOWN)), List.of());
            outbox.commit(List.of(new Delete(one), new Put(newer, State.QUEUED)), List.of());
        }

        try (OutboxFile outbox = OutboxFile.open(file)) {
            assertThat(outbox.load())
                    .containsExactly(new Stored(group, State.UNKNOWN), new Stored(newer, State.QUEUED));
            outbox.commit(List.of(new Delete(group), new Delete(one)), List.of());
            assertThat(outbox.load()).containsExactly(new Stored(newer, State.QUEUED));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void theNewestTenThousandDeadLettersAreKept() throws Exception {
        try (OutboxFile outbox = OutboxFile.open(file)) {
            for (int from = 0; from < 10_100; from += 100) {
                List<DeadLetter> letters = new ArrayList<>();
                for (int i = from; i < from + 100; i++) {
                    letters.add(new DeadLetter(write(i & 0xFF, i, i), "Database Full 401", NOW));
                }
                outbox.commit(List.of(), letters);
            }

            List<DeadLetter> kept = outbox.deadLetters();
            assertThat(kept).hasSize(10_000);
            assertThat(kept.get(0)).isEqualTo(new DeadLetter(write(100, 100, 100), "Database Full 401", NOW));
        }
    }

    @Test
    void aDamagedFileIsRefusedAndLeftUnchanged() throws Exception {
        try (OutboxFile outbox = OutboxFile.open(file)) {
            outbox.commit(List.of(new Put(write(0x0B, 1, 5), State.QUEUED)), List.of());
        }
        byte[] intact = Files.readAllBytes(file);
        byte[] damaged = intact.clone();
        for (int i = 4096; i < 4200; i++) {
            damaged[i] = (byte) 0xA5;
        }
        Files.write(file, damaged);

        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file + " is damaged or truncated")
                .hasMessageContaining("It was left unchanged; restore a backup");
        assertThat(file).hasBinaryContent(damaged);
        Files.writeString(file, "not a database");
        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .hasMessageContaining(file + " is not a file of queued writes: it does not begin like an SQLite file");
        assertThat(file).hasContent("not a database");
        assertThat(folder).isDirectoryNotContaining("glob:**.lock");
    }

    @Test
    void aRowThatIsNotAWriteIsNamed() throws Exception {
        OutboxFile.open(file).close();
        sqlite3("insert into pending values('plant', 4012, 11, 70000, 65535, 1, '" + NOW + "', '" + NOW
                + "', 'QUEUED')");

        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("has an invalid row (endpoint plant, device 4012, number 11, value 70000")
                .hasMessageContaining("value is not 0 to 65535. It was left unchanged");
        sqlite3("update pending set value = 5, expires_at = 'tomorrow'");
        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .hasMessageContaining("expires_at is not a time like 2026-11-28T21:00:00Z");
        sqlite3("update pending set expires_at = accepted_at");
        Gateway.create().outbox(file).build().close();
    }

    @Test
    void absurdTimesAndSequencesAreNamedOrExpire() throws Exception {
        OutboxFile.open(file).close();
        sqlite3("insert into pending values('plant', 4012, 11, 5, 65535, 9223372036854775807, '" + NOW + "', '" + NOW
                + "', 'QUEUED')");
        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("sequence is not 0 to 4611686018427387904. It was left unchanged");

        sqlite3(
                "update pending set sequence = 1; insert into pending select endpoint, device, 12, value, mask, sequence,"
                        + " accepted_at, '2030-01-01T00:00:00Z', state from pending");
        assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                .hasMessageContaining("has invalid rows: those of sequence 1 are not one value");

        sqlite3("delete from pending where number = 12; update pending set accepted_at = '+1000000000-12-31T23:59:59Z',"
                + " expires_at = '-1000000000-01-01T00:00:00Z'");
        try (Gateway gateway = Gateway.create().outbox(file).build()) {
            assertThat(gateway.outbox().flush(Duration.ofSeconds(20)))
                    .as("it has expired")
                    .isTrue();
        }
    }

    @Test
    void othersReadTheFileWhileItIsInUse() throws Exception {
        try (Gateway gateway = Gateway.create().outbox(file).build()) {
            GatewayDevice boiler = gateway.device(
                    "boiler",
                    gateway.endpoint("plant", WwepClient.create("127.0.0.1").port(1)),
                    DeviceId.of(0x0FAC));
            boiler.enqueue(Register.uint16(0x0B), 5, Duration.ofMinutes(1));

            assertThat(sqlite3("select endpoint, device, number, value from pending"))
                    .isEqualTo("plant|4012|11|5\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"outbox.db", "outbox.db-wal", "outbox.db.lock"})
    void writesAreRefusedWhileTheFileIsMovedOrReplaced(String name) throws Exception {
        Path moved = file.resolveSibling(name);
        Path away = folder.resolve("away");
        try (Gateway gateway = Gateway.create().outbox(file).build()) {
            GatewayDevice boiler = gateway.device(
                    "boiler",
                    gateway.endpoint("plant", WwepClient.create("127.0.0.1").port(1)),
                    DeviceId.of(0x0FAC));
            Files.move(moved, away);
            assertThatThrownBy(() -> boiler.enqueue(Register.uint16(0x0B), 5, Duration.ofMinutes(1)))
                    .isInstanceOf(OutboxException.class)
                    .hasMessage("the outbox did not accept this write: cannot write " + file + ": " + moved
                            + " was deleted or moved while this program had it open; put it back, or restart this"
                            + " program");
            Files.copy(away, moved);
            assertThatThrownBy(() -> boiler.enqueue(Register.uint16(0x0B), 6, Duration.ofMinutes(1)))
                    .hasMessageContaining(moved + " was replaced while this program had it open");

            Files.move(away, moved, StandardCopyOption.REPLACE_EXISTING);
            boiler.enqueue(Register.uint16(0x0B), 7, Duration.ofMinutes(1));
            assertThat(sqlite3("select value from pending")).isEqualTo("7\n");
        }
    }

    @Test
    void aSecondGatewayIsRefused() throws Exception {
        try (Gateway first = Gateway.create().outbox(file).build()) {
            assertThat(first.outbox().pending()).isEmpty();
            assertThatThrownBy(() -> Gateway.create().outbox(file).build())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(file + " is in use by another gateway: stop that gateway, or choose another file");
            Process second = new ProcessBuilder(
                            JavaProgram.command(folder, List.of(), OutboxFileTest.class, file.toString()))
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains(file + " is in use by another gateway");
            second.waitFor();
        }
    }

    /** Opens an outbox in another process. */
    public static void main(String[] arguments) {
        try (Gateway gateway = Gateway.create().outbox(Path.of(arguments[0])).build()) {
            System.out.println("open: " + gateway.outbox().pending());
        } catch (UncheckedIOException e) {
            System.out.println(e.getMessage());
        }
    }

    @Test
    void aFullDiskRefusesNewWritesAndStillSendsThoseItHas() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path errors = folder.resolve("errors");
        List<String> command = new ArrayList<>(List.of(
                ForeignTool.require("unshare", "util-linux"),
                "-rm",
                "sh",
                "-c",
                "mount -t tmpfs -o size=256k none \"$0\" || exit " + NO_MOUNT + "; exec \"$@\"",
                disk.toString()));
        command.addAll(JavaProgram.command(folder, List.of(), OutboxFullDiskProgram.class, disk.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        int code = process.waitFor();
        Required.that(code != NO_MOUNT, "cannot mount a disk here: " + Files.readString(errors));
        assertThat(code).as(Files.readString(errors)).isZero();

        assertThat(lines)
                .containsExactly(
                        "refused: the outbox did not accept this write: cannot write "
                                + disk.toRealPath().resolve("outbox.db") + ": the disk is full; free some space",
                        "sent: true, 1 and 2 arrived",
                        "with room again: 3 arrived",
                        "pending after a restart: []");
    }

    private String sqlite3(String sql) throws Exception {
        Process process = new ProcessBuilder(ForeignTool.require("sqlite3", "sqlite3"), file.toString(), sql)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }
}
