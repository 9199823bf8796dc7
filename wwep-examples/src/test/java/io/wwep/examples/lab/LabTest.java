package io.wwep.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.protocol.DeviceId;
import io.wwep.server.ServerProfile;
import io.wwep.server.store.RegisterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab shows what devices and boards do, and ticks exercises off. */
class LabTest {

    @TempDir
    private Path folder;

    @Test
    void anExchangeIsShownWithItsDevice() throws Exception {
        try (OpenLab open = new OpenLab()) {
            open.lab.nameDevice(DeviceId.of(0x0FAC), " Ann ");
            assertThat(open.send("W0FAC0B1234")).isEqualTo("A0FAC0B1234");

            ExchangeRow row = open.awaitExchange("W0FAC0B1234");
            assertThat(row.device()).isEqualTo("0FAC");
            assertThat(row.name()).isEqualTo("Ann");
            assertThat(row.command()).isEqualTo("W");
            assertThat(row.register()).isEqualTo("0B");
            assertThat(row.value()).isEqualTo("1234");
            assertThat(row.tls()).isNull();
            assertThat(row.refusal()).isNull();
            assertThat(open.device(DeviceId.of(0x0FAC)).registers()).containsEntry("0B", "1234");
            assertThat(open.lab.state().exchanges()).containsExactly(row);
            assertThat(open.lab.state().counts()).isEqualTo(new LabState.Counts(1, 1, 0));
        }
    }

    @Test
    void anIllegalMessageBelongsToTheDeviceOfItsConnection() throws Exception {
        try (OpenLab open = new OpenLab()) {
            open.send("R0FAC0B");
            assertThat(open.awaitExchange("R0FAC0B").reason())
                    .isEqualTo("Register 0B of device 0FAC was never written.");
            open.send("W0FAD0B1234w0FAD0B1234");

            ExchangeRow row = open.await(
                            LabEvent.ExchangeAdded.class,
                            event -> event.exchange().command() == null)
                    .exchange();
            assertThat(row.device()).isEqualTo("0FAD");
            assertThat(row.refusal()).isEqualTo("ILLEGAL_MESSAGE");
            assertThat(row.reason()).isEqualTo("The command is 'w', but commands are upper case: R or W.");
        }
    }

    @Test
    void aStudentDoesTheExercisesOnABoard() throws Exception {
        try (OpenLab open = new OpenLab()) {
            Board board = open.lab.openBoard("00a0.5001.0203", "Ann");
            assertThat(board.state().mac()).isEqualTo(OpenLab.MAC);

            BoardExchange plain = board.press(0);
            assertThat(plain.request()).isEqualTo("W00F6050001");
            assertThat(plain.reply()).isEqualTo("A00F6050001");
            assertThat(plain.failure()).isNull();
            assertThat(board.state().leds()).containsExactly(true, false);
            StudentState student = open.awaitTick("6.1");
            assertThat(student.name()).isEqualTo("Ann");

            assertThat(board.raw("W00F605", false).reply()).isEqualTo("X");
            open.awaitTick("6.2");
            assertThat(board.press(0, true).tls()).isEqualTo("TLSv1.3");
            open.awaitTick("6.6");
            assertThat(open.tick("6.3")).isNull();
            assertThat(board.raw("w00F6050001", true).reply()).isEqualTo("X");
            open.awaitTick("6.3");

            DeviceState device = open.device(OpenLab.DEVICE);
            assertThat(device.peers()).containsExactly("board b1");
            assertThat(device.conflict()).isFalse();
            assertThat(device.refused()).isEqualTo(2);
            assertThat(device.leds()).containsExactly(false, null);
        }
    }

    @Test
    void aBoardWorksWithACourseServer() throws Exception {
        try (OpenLab open = new OpenLab(ServerProfile.COURSE, RegisterStore.inMemory(), null)) {
            Board board = open.lab.openBoard(OpenLab.MAC, "Ann");

            assertThat(board.press(0).failure()).isNull();
            assertThat(board.press(1).failure()).isNull();
            assertThat(board.state().leds()).containsExactly(true, true);
        }
    }

    @Test
    void aBoardSendsOnlyAsItself() throws Exception {
        try (OpenLab open = new OpenLab()) {
            Board board = open.lab.openBoard(OpenLab.MAC, "Ann");

            for (String packet : new String[] {"W0FAC050001", "W00F6050001\nW0FAC050001", "R0FAC05"}) {
                assertThatThrownBy(() -> board.raw(packet, false))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("0FAC");
            }
            assertThatThrownBy(() -> board.raw("", false)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> board.raw("x".repeat(65), false)).isInstanceOf(IllegalArgumentException.class);
            assertThat(board.raw("W00F6050001", false).reply()).isEqualTo("A00F6050001");
        }
    }

    @Test
    void twoPeersOfOneDeviceAreAConflict() throws Exception {
        try (OpenLab open = new OpenLab()) {
            open.lab.openBoard(OpenLab.MAC, "Ann").press(0);
            open.lab.openBoard(OpenLab.MAC, "Ben").press(0);

            DeviceState device = open.await(
                            LabEvent.DeviceChanged.class,
                            event -> event.device().conflict())
                    .device();
            assertThat(device.peers()).containsExactlyInAnyOrder("board b1", "board b2");
            assertThat(device.name()).isEqualTo("Ann");
        }
    }

    @Test
    void theInstructorsWriteIsNoExchange() throws Exception {
        try (OpenLab open = new OpenLab()) {
            open.lab.write(OpenLab.DEVICE, 5, 1);

            assertThat(open.device(OpenLab.DEVICE).registers()).containsEntry("05", "0001");
            assertThat(open.lab.state().students()).isEmpty();
            assertThat(open.lab.state().exchanges()).isEmpty();
            assertThat(open.send("R00F605")).isEqualTo("A00F6050001");
        }
    }

    @Test
    void aResetKeepsTheRegisters() throws Exception {
        try (OpenLab open = new OpenLab()) {
            open.lab.openBoard(OpenLab.MAC, "Ann").press(0);
            open.awaitTick("6.1");
            open.lab.reset();

            LabState state = open.lab.state();
            assertThat(state.students()).isEmpty();
            assertThat(state.boards()).isEmpty();
            assertThat(state.exchanges()).isEmpty();
            assertThat(state.counts().exchanges()).isZero();
            assertThat(open.device(OpenLab.DEVICE).registers()).containsEntry("05", "0001");
            assertThat(open.lab.board("b1")).isEmpty();
            open.await(LabEvent.Reset.class, event -> true);
        }
    }

    @Test
    void progressOutlivesTheLab() throws Exception {
        Path file = folder.resolve("class.json");
        try (OpenLab open = new OpenLab(ServerProfile.STANDARD, RegisterStore.inMemory(), file)) {
            open.lab.openBoard(OpenLab.MAC, "Ann").press(0);
            open.awaitTick("6.1");
        }
        try (OpenLab open = new OpenLab(ServerProfile.STANDARD, RegisterStore.inMemory(), file)) {
            assertThat(open.tick("6.1")).isNotNull();
            ClassProgress saved = open.lab.progress();
            assertThat(saved.students().get(0).name()).isEqualTo("Ann");
            open.lab.reset();
            open.lab.restore(saved);
            assertThat(open.lab.progress()).isEqualTo(saved);
        }
    }

    @Test
    void aDamagedClassFileIsLeftAsItIs() throws Exception {
        Path file = Files.writeString(folder.resolve("class.json"), "{\"students\":[{\"device\":\"lamp\"}]}");

        assertThatThrownBy(() -> new OpenLab(ServerProfile.STANDARD, RegisterStore.inMemory(), file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("class.json is damaged")
                .hasMessageContaining("'lamp' is not a device id");
        assertThat(file).hasContent("{\"students\":[{\"device\":\"lamp\"}]}");
    }

    @Test
    void thereIsALimitOfBoards() throws Exception {
        try (OpenLab open = new OpenLab()) {
            for (int count = 0; count < Lab.MAX_BOARDS; count++) {
                open.lab.openBoard(OpenLab.MAC, "Ann");
            }
            assertThatThrownBy(() -> open.lab.openBoard(OpenLab.MAC, "Ann")).isInstanceOf(LabFullException.class);
        }
    }

    @Test
    void badNamesAreRefused() throws Exception {
        try (OpenLab open = new OpenLab()) {
            for (String name : new String[] {"", " ", "a\nb", "a\u202Eb", "x".repeat(41)}) {
                assertThatThrownBy(() -> open.lab.openBoard(OpenLab.MAC, name))
                        .as(name)
                        .isInstanceOf(IllegalArgumentException.class);
            }
            assertThat(open.lab.openBoard(OpenLab.MAC, "<img src=x>").state().name())
                    .isEqualTo("<img src=x>");
        }
    }
}
