package io.wwep.gateway.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceProfileTest {

    private static final Register<Double> TEMPERATURE =
            Register.int16(0x10).scaled(0.1).unit("°C").named("temperature");
    private static final Register<Boolean> LAMP = Register.flag(5).named("lamp");

    @Test
    void aProfileListsItsRegisters() {
        DeviceProfile profile = DeviceProfile.of(TEMPERATURE, LAMP);

        assertThat(profile.entries()).containsExactly(ProfileEntry.of(TEMPERATURE), ProfileEntry.of(LAMP));
        assertThat(profile).hasToString("[temperature, lamp]");
    }

    @Test
    void anEntryHasAnIntervalADeadbandAndAccess() {
        DeviceProfile profile = DeviceProfile.of(
                ProfileEntry.of(TEMPERATURE).every(Duration.ofSeconds(1)).deadband(Deadband.absolute(0.2)),
                ProfileEntry.of(LAMP).writable(Duration.ofSeconds(60)));

        assertThat(profile.entry("temperature"))
                .isEqualTo(new ProfileEntry<>(TEMPERATURE, Duration.ofSeconds(1), Deadband.absolute(0.2), false, null));
        assertThat(profile.entry("lamp").isWritable()).isTrue();
        assertThat(profile.entry("lamp").validFor()).isEqualTo(Duration.ofSeconds(60));
        assertThat(ProfileEntry.of(LAMP).writable().validFor()).isNull();
    }

    @Test
    void invalidEntriesAreRejected() {
        assertRejected(() -> ProfileEntry.of(Register.flag(5)), "register 05, flag has no name");
        assertRejected(() -> ProfileEntry.of(LAMP).deadband(Deadband.percent(1)), "its values are not numbers");
        assertRejected(() -> ProfileEntry.of(LAMP).every(Duration.ZERO), "every = PT0S is out of range");
        assertRejected(() -> ProfileEntry.of(LAMP).writable(Duration.ofHours(2)), "give 1 ms to 1 hour");
        assertRejected(() -> new ProfileEntry<>(LAMP, null, null, false, Duration.ofSeconds(1)), "is not writable");
        assertRejected(
                () -> DeviceProfile.of(LAMP, Register.bit(5, 1).named("lamp")),
                "two registers have the same name, lamp (register 05, flag) and lamp (register 05, bit(1))");
        assertRejected(() -> DeviceProfile.of(Map.of()), "the profile has no registers");
    }

    @Test
    void anUnknownNameIsRejectedWithASuggestion() {
        DeviceProfile profile = DeviceProfile.of(TEMPERATURE, LAMP);

        assertRejected(() -> profile.entry("temprature"), "no register 'temprature': use temperature");
        assertRejected(() -> profile.entry("x"), "no register 'x': it has temperature, lamp");
    }

    @Test
    void aMapSetsScaleRangeUnitIntervalAndDeadband() {
        ProfileEntry<?> temperature = entry(Map.of(
                "register",
                "10",
                "type",
                "int16",
                "scale",
                "0.1",
                "offset",
                "-40",
                "unit",
                "°C",
                "every",
                "1s",
                "deadband",
                "0.2",
                "range",
                List.of("-40", "125")));

        assertThat(temperature.register()).hasToString("x (register 10, int16)");
        assertThat(temperature.register().unit()).hasValue("°C");
        assertThat(temperature.register().decode(234)).isEqualTo(-16.6);
        assertThatThrownBy(() -> temperature.register().decode(1651)).isInstanceOf(InvalidValueException.class);
        assertThat(temperature.every()).isEqualTo(Duration.ofSeconds(1));
        assertThat(temperature.deadband()).isEqualTo(Deadband.absolute(0.2));
        assertThat(temperature.isWritable()).isFalse();
    }

    @Test
    void aMapSetsWordOrderValuesAndValidity() {
        assertThat(entry(Map.of("register", "20", "type", "uint32", "words", "low-first"))
                        .register()
                        .decode(2, 1))
                .isEqualTo(0x1_0002L);
        assertThat(entry(Map.of(
                                "register",
                                "1E",
                                "type",
                                "enumerated",
                                "values",
                                Map.of("0", "off", "0x10", "heating")))
                        .register()
                        .decode(16))
                .isEqualTo("heating");
        ProfileEntry<?> lamp = entry(Map.of("register", "05", "type", "flag", "writable", "true", "valid-for", "60s"));
        assertThat(lamp.isWritable()).isTrue();
        assertThat(lamp.validFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(entry(Map.of("register", "05", "type", "bcd", "deadband", "1.5%"))
                        .deadband())
                .isEqualTo(Deadband.percent(1.5));
    }

    @Test
    void numbersAndBooleansAreAcceptedWhereUnambiguous() {
        ProfileEntry<?> entry = entry(Map.of(
                "register",
                5,
                "type",
                "int16",
                "scale",
                0.1,
                "range",
                List.of(0, 99.5),
                "deadband",
                1,
                "writable",
                true));

        assertThat(entry.register().number()).isEqualTo(5);
        assertThat(entry.register().decode(995)).isEqualTo(99.5);
        assertThat(entry.deadband()).isEqualTo(Deadband.absolute(1));
        assertThat(entry.isWritable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regster  |05      |x.regster: unknown key; write register",
                "colour   |red     |x.colour: unknown key; write one of register type words values",
                "register |100     |x.register: '100' is not a register; write 00 to FF (hexadecimal)",
                "register |XY      |x.register: 'XY' is not a register",
                "type     |int15   |x.type: 'int15' is not a type: write int16",
                "type     |bits(4  |x.type: 'bits(4' is not a type: its closing parenthesis is missing; in YAML",
                "type     |enumerated|x.values: missing; write the values of enumerated, as in {0: off, 1: heating}",
                "values   |off     |x.values: 'off' is not a map of values; write one, as in {0: off, 1: heating}",
                "words    |low     |x.words: 'low' is not a word order: write high-first or low-first",
                "words    |low-first|x.words: int16 has no word order: only 32-bit and 64-bit numbers have one",
                "scale    |0,1     |x.scale: '0,1' is not a number; write it as in 0.1 or -40",
                "scale    |0       |x.scale: the scale must not be 0, since all values would be the same; give a factor",
                "offset   |warm    |x.offset: 'warm' is not a number",
                "range    |0..100  |x.range: '0..100' is not a range; write the smallest and the largest value",
                "every    |1       |x.every: '1' is not a time; write a whole number and its unit, as in 50ms, 2s or 1m",
                "every    |61m     |x.every: '61m' is out of range; write 1ms to 60m",
                "deadband |-1      |x.deadband: a deadband of -1.0 is out of range",
                "deadband |1 K     |x.deadband: '1 K' is not a number",
                "writable |yes     |x.writable: 'yes' is not a boolean; write true or false",
                "valid-for|60s     |x.valid-for: only writable registers have it; add writable: true"
            })
    void anErrorSaysWhereItIsAndWhatToWrite(String key, String value, String message) {
        Map<String, Object> keys = new HashMap<>(Map.of("register", "05", "type", "int16"));
        keys.put(key, value);

        assertThat(problems(Map.of("x", keys))).first().asString().startsWith(message);
    }

    @Test
    void missingKeysAreNamedWithAnExample() {
        assertThat(problems(Map.of("x", Map.of())))
                .extracting(Object::toString)
                .containsExactly(
                        "x.register: missing; write it, as in register: 05",
                        "x.type: missing; write it, as in type: uint16");
    }

    @Test
    void otherErrorsSayWhatIsWrong() {
        assertThat(first("register", 10)).startsWith("x.register: the number 10 could be decimal or hexadecimal");
        assertThat(first("range", List.of("0", "0.5")))
                .startsWith("x.range: 0.5 is not a value of x (register 05, int16)");
        assertThat(first("range", List.of("5", "4"))).contains("give the smaller number first");
        assertThat(first("type", List.of("a"))).startsWith("x.type: '[a]' is not text");
        assertThat(first("unit", null)).startsWith("x.unit: the value is missing");
        assertThat(first("values", Map.of("0", "off"))).startsWith("x.values: only the type enumerated has values");
        assertThat(problems(Map.of("x", "flag")).get(0))
                .asString()
                .startsWith("x: 'flag' does not describe a register");
        assertThat(problems(Map.of("Lamp", Map.of("register", "05", "type", "flag")))
                        .get(0))
                .asString()
                .startsWith("Lamp: 'Lamp' is not a name");
        assertThat(problems(Map.of("x", Map.of("register", "FF", "type", "int32")))
                        .get(0))
                .asString()
                .startsWith("x.register: register FF is out of range for int32");
        assertThat(problems(Map.of("x", Map.of("register", "05", "type", "flag", "scale", "0.1")))
                        .get(0))
                .asString()
                .startsWith("x.scale: x (register 05, flag) cannot be scaled");
        assertThat(problems(Map.of("x", Map.of("register", "05", "type", "flag", "deadband", "1")))
                        .get(0))
                .asString()
                .startsWith("x.deadband: the values of flag are not numbers");
    }

    @Test
    void enumeratedHasNoWordOrder() {
        assertThat(problems(Map.of(
                        "x",
                        Map.of(
                                "register",
                                "05",
                                "type",
                                "enumerated",
                                "values",
                                Map.of("0", "off"),
                                "words",
                                "low-first"))))
                .first()
                .hasToString("x.words: enumerated fills one register, so it has no word order; leave words out");
    }

    @Test
    void validForIsNotReportedIfWritableIsInvalid() {
        assertThat(problems(
                        Map.of("x", Map.of("register", "05", "type", "flag", "writable", "yes", "valid-for", "60s"))))
                .extracting(InvalidProfileException.Problem::key)
                .containsExactly("writable");
    }

    @Test
    void allErrorsAreListed() {
        InvalidProfileException exception =
                exception(Map.of("x", Map.of("register", "05", "type", "int15", "scale", "a", "every", "b")));

        assertThat(exception.problems())
                .extracting(InvalidProfileException.Problem::key)
                .containsExactlyInAnyOrder("type", "scale", "every");
        assertThat(exception).message().hasLineCount(3);
    }

    private static ProfileEntry<?> entry(Map<String, ?> keys) {
        return DeviceProfile.of(Map.of("x", keys)).entry("x");
    }

    private static String first(String key, @Nullable Object value) {
        Map<String, @Nullable Object> keys = new HashMap<>(Map.of("register", "05", "type", "int16"));
        keys.put(key, value);
        return problems(Map.of("x", keys)).get(0).toString();
    }

    private static List<InvalidProfileException.Problem> problems(Map<String, ?> profile) {
        return exception(profile).problems();
    }

    private static InvalidProfileException exception(Map<String, ?> profile) {
        return catchThrowableOfType(InvalidProfileException.class, () -> DeviceProfile.of(profile));
    }

    private static void assertRejected(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
