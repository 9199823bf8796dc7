package io.wwep.examples.board;

import com.pi4j.Pi4J;
import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pins of this Raspberry Pi, through the kernel's GPIO devices and Pi4J's gpiod provider. */
public final class RaspberryPi {

    private static final Set<String> ARCHITECTURES = Set.of("aarch64", "arm64", "arm");

    private final String architecture;
    private final Path devices;

    /** Creates access to this machine's pins. */
    public RaspberryPi() {
        this(System.getProperty("os.arch", "unknown"), Path.of("/dev"));
    }

    RaspberryPi(String architecture, Path devices) {
        this.architecture = architecture;
        this.devices = devices;
    }

    /**
     * Opens a board on pins of this Raspberry Pi.
     *
     * @param pins each 0 to 27, no two the same
     * @throws BoardUnavailableException if this is not a Raspberry Pi, or its pins are not available
     */
    public Board board(List<Pins> pins) throws BoardUnavailableException {
        if (!ARCHITECTURES.contains(architecture)) {
            throw unavailable(
                    "this machine is not a Raspberry Pi: its processor is " + architecture + ", not ARM", null);
        }
        if (!hasGpioDevice()) {
            throw unavailable(
                    "this machine has no GPIO pins: there is no " + devices.resolve("gpiochip*")
                            + " (a container needs access to the device)",
                    null);
        }
        try {
            if (!BoardInfoHelper.runningOnRaspberryPi()) {
                throw unavailable("Pi4J supports only the Raspberry Pi, and this machine is not one", null);
            }
            return new Board(
                    Pi4J.newContextBuilder()
                            .noAutoDetect()
                            .add(GpioDDigitalInputProvider.newInstance(), GpioDDigitalOutputProvider.newInstance())
                            .build(),
                    pins);
        } catch (RuntimeException | LinkageError e) {
            // Pi4J's native library throws various errors: libgpiod is missing, a pin is in use, no permission.
            throw unavailable(
                    "GPIO " + numbers(pins) + " not available: " + e.getMessage()
                            + " (the user must be in the group gpio, and no other program may use these pins)",
                    e);
        }
    }

    private boolean hasGpioDevice() {
        try (DirectoryStream<Path> chips = Files.newDirectoryStream(devices, "gpiochip*")) {
            return chips.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private static String numbers(List<Pins> pins) {
        return pins.stream()
                .flatMapToInt(each -> IntStream.of(each.button(), each.led()))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(", "));
    }

    private static BoardUnavailableException unavailable(String why, @Nullable Throwable cause) {
        return new BoardUnavailableException(
                why + ". Without a Raspberry Pi, leave out --gpio to simulate the board.", cause);
    }
}
