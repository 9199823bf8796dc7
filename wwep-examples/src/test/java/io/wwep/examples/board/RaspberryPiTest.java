package io.wwep.examples.board;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaspberryPiTest {

    private static final String WHAT_ELSE = "leave out --gpio";

    @Test
    void anotherProcessorIsNamed(@TempDir Path devices) {
        assertThatThrownBy(() -> new RaspberryPi("amd64", devices).board(Pins.DEFAULTS))
                .isInstanceOf(BoardUnavailableException.class)
                .hasMessageContaining("its processor is amd64, not ARM")
                .hasMessageContaining(WHAT_ELSE);
    }

    @Test
    void missingGpioDevicesAreNamed(@TempDir Path devices) {
        assertThatThrownBy(() -> new RaspberryPi("aarch64", devices).board(Pins.DEFAULTS))
                .isInstanceOf(BoardUnavailableException.class)
                .hasMessageContaining("there is no " + devices.resolve("gpiochip*"))
                .hasMessageContaining(WHAT_ELSE);
    }

    @Test
    void anArmMachineThatIsNotARaspberryPiIsRecognized(@TempDir Path devices) throws IOException {
        assumeFalse(BoardInfoHelper.runningOnRaspberryPi(), "this is a Raspberry Pi");
        Files.createFile(devices.resolve("gpiochip0"));

        assertThatThrownBy(() -> new RaspberryPi("aarch64", devices).board(Pins.DEFAULTS))
                .isInstanceOf(BoardUnavailableException.class)
                .hasMessageContaining("Raspberry Pi")
                .hasMessageContaining(WHAT_ELSE);
    }
}
