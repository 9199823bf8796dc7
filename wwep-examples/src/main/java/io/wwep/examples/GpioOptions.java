package io.wwep.examples;

import io.wwep.examples.board.Board;
import io.wwep.examples.board.BoardUnavailableException;
import io.wwep.examples.board.RaspberryPi;
import io.wwep.examples.board.SimulatedBoard;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the button and the LED are. */
final class GpioOptions {

    private static final int MAX_PIN = 27;

    private enum Provider {
        MOCK,
        GPIOD
    }

    private static final class ProviderName implements ITypeConverter<Provider> {

        @Override
        public Provider convert(String text) {
            return switch (text) {
                case "mock" -> Provider.MOCK;
                case "gpiod" -> Provider.GPIOD;
                default -> throw new TypeConversionException("'" + text + "' is neither mock nor gpiod");
            };
        }
    }

    @Option(
            names = "--gpio",
            paramLabel = "PROVIDER",
            defaultValue = "mock",
            converter = ProviderName.class,
            description = "mock: a simulated board. gpiod: the pins of the Raspberry Pi that this runs on. Default:"
                    + " ${DEFAULT-VALUE}.")
    private Provider provider = Provider.MOCK;

    @Option(
            names = "--button-pin",
            paramLabel = "GPIO",
            defaultValue = "" + Board.BUTTON_PIN,
            description =
                    "With gpiod: the button between this pin and ground, GPIO 0 to 27. Default: ${DEFAULT-VALUE}.")
    private int buttonPin;

    @Option(
            names = "--led-pin",
            paramLabel = "GPIO",
            defaultValue = "" + Board.LED_PIN,
            description = "With gpiod: the LED and its resistor between this pin and ground, GPIO 0 to 27. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int ledPin;

    boolean isSimulated() {
        return provider == Provider.MOCK;
    }

    Board board() {
        check("--button-pin", buttonPin);
        check("--led-pin", ledPin);
        if (buttonPin == ledPin) {
            throw new BadUsageException("--button-pin and --led-pin are both " + ledPin + "; they must differ");
        }
        if (isSimulated()) {
            return new SimulatedBoard();
        }
        try {
            return new RaspberryPi().board(buttonPin, ledPin);
        } catch (BoardUnavailableException e) {
            throw new BadUsageException("--gpio gpiod: " + e.getMessage());
        }
    }

    private static void check(String option, int pin) {
        if (pin < 0 || pin > MAX_PIN) {
            throw new BadUsageException(option + " " + pin + " is out of range: it must be 0 to " + MAX_PIN);
        }
    }
}
