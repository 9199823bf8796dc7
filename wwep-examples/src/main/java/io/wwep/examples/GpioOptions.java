package io.wwep.examples;

import io.wwep.examples.board.Board;
import io.wwep.examples.board.BoardUnavailableException;
import io.wwep.examples.board.Pins;
import io.wwep.examples.board.RaspberryPi;
import io.wwep.examples.board.SimulatedBoard;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Selects the pins of the buttons and LEDs. */
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
            description = "mock: a simulated board. gpiod: the pins of this Raspberry Pi. Default: ${DEFAULT-VALUE}.")
    private Provider provider = Provider.MOCK;

    @Option(
            names = "--button-pin",
            paramLabel = "GPIO",
            split = ",",
            description = "With gpiod: the button's pin, GPIO 0 to 27; the button connects it to ground. For two"
                    + " buttons, give two pins separated by a comma. Default: 24, and 23 for the second.")
    private List<Integer> buttonPins = List.of();

    @Option(
            names = "--led-pin",
            paramLabel = "GPIO",
            split = ",",
            description = "With gpiod: the LED's pin, GPIO 0 to 27; the LED and its resistor connect it to ground."
                    + " For two LEDs, give two pins separated by a comma. Default: 22, and 27 for the second.")
    private List<Integer> ledPins = List.of();

    boolean isSimulated() {
        return provider == Provider.MOCK;
    }

    /**
     * Opens the board.
     *
     * @param pairs the number of buttons with an LED, 1 or 2
     */
    Board board(int pairs) {
        List<Pins> defaults = Pins.DEFAULTS.subList(0, pairs);
        List<Integer> buttons =
                checked("--button-pin", buttonPins, defaults.stream().map(Pins::button));
        List<Integer> leds = checked("--led-pin", ledPins, defaults.stream().map(Pins::led));
        Set<Integer> used = new HashSet<>();
        Stream.concat(buttons.stream(), leds.stream()).forEach(pin -> {
            if (!used.add(pin)) {
                throw new BadUsageException(
                        "GPIO " + pin + " is used twice by --button-pin and --led-pin; give each its own pin");
            }
        });
        if (isSimulated()) {
            return new SimulatedBoard(pairs);
        }
        try {
            return new RaspberryPi()
                    .board(IntStream.range(0, pairs)
                            .mapToObj(pair -> new Pins(buttons.get(pair), leds.get(pair)))
                            .toList());
        } catch (BoardUnavailableException e) {
            throw new BadUsageException("--gpio gpiod: " + e.getMessage());
        }
    }

    private static List<Integer> checked(String option, List<Integer> given, Stream<Integer> byDefault) {
        List<Integer> defaults = byDefault.toList();
        if (given.isEmpty()) {
            return defaults;
        }
        if (given.size() != defaults.size()) {
            throw new BadUsageException(option + ": the number of pins must be " + defaults.size()
                    + " for this program, not " + given.size());
        }
        for (int pin : given) {
            if (pin < 0 || pin > MAX_PIN) {
                throw new BadUsageException(option + " " + pin + " is out of range: it must be 0 to " + MAX_PIN);
            }
        }
        return given;
    }
}
