package io.wwep.docs.example;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.wwep.gateway.register.Deadband;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.InvalidValueException;
import io.wwep.gateway.register.ProfileEntry;
import io.wwep.gateway.register.Register;
import io.wwep.gateway.register.WordOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How to describe the registers of a device. */
class RegisterExample {

    /** What a heating can do. */
    enum State {
        OFF,
        HEATING,
        FAULT
    }

    @Test
    void registersHaveTypes() {
        // tag::types[]
        Register<Integer> speed = Register.uint16(0x0B);
        Register<Long> energy = Register.uint32(0x20, WordOrder.LOW_FIRST);
        Register<Boolean> alarm = Register.bit(0x31, 3);
        Register<State> state = Register.enumerated(0x30, Map.of(0, State.OFF, 1, State.HEATING, 9, State.FAULT));
        // end::types[]
        assertEquals(0x1234, speed.decode(0x1234));
        assertEquals(0x1_0002L, energy.decode(2, 1));
        assertEquals(true, alarm.decode(8));
        assertEquals(State.FAULT, state.decode(9));
    }

    @Test
    void numbersAreScaled() {
        // tag::scaled[]
        Register<Double> temperature = Register.int16(0x10)
                .scaled(0.1, -40) // value = raw × 0.1 - 40
                .range(-40.0, 125.0)
                .unit("°C")
                .named("temperature");

        assertEquals(23.4, temperature.decode(634));
        assertArrayEquals(new int[] {634}, temperature.encode(23.4));
        assertThrows(InvalidValueException.class, () -> temperature.decode(0x7FFF)); // the sensor is broken
        // end::scaled[]
    }

    @Test
    void valuesAreMapped() {
        // tag::mapped[]
        Register<Duration> runtime = Register.uint32(0x24).mapped(Duration::ofSeconds, Duration::toSeconds);
        // end::mapped[]
        assertEquals(Duration.ofHours(1), runtime.decode(0, 3600));
        assertArrayEquals(new int[] {0, 3600}, runtime.encode(Duration.ofHours(1)));
    }

    @Test
    void aProfileIsMadeInCode() {
        // tag::profile[]
        Register<Double> temperature =
                Register.int16(0x10).scaled(0.1).unit("°C").named("temperature");
        Register<Boolean> lamp = Register.flag(0x05).named("lamp");

        DeviceProfile boiler = DeviceProfile.of(
                ProfileEntry.of(temperature).every(Duration.ofSeconds(1)).deadband(Deadband.absolute(0.2)),
                ProfileEntry.of(lamp).writable(Duration.ofSeconds(60)));
        // end::profile[]
        assertEquals(2, boiler.entries().size());
        assertEquals(temperature, boiler.entry("temperature").register());
    }

    @Test
    void aProfileIsMadeOfAMap() {
        // tag::map[]
        DeviceProfile boiler = DeviceProfile.of(Map.of(
                "temperature",
                Map.of("register", "10", "type", "int16", "scale", "0.1", "every", "1s", "deadband", "0.2"),
                "lamp",
                Map.of("register", "05", "type", "flag", "writable", "true", "valid-for", "60s"),
                "state",
                Map.of("register", "30", "type", "enumerated", "values", Map.of("0", "off", "1", "heating")),
                "power",
                Map.of("register", "22", "type", "int32", "words", "low-first", "range", List.of("0", "5000"))));
        // end::map[]
        assertEquals(4, boiler.entries().size());
        assertEquals("heating", boiler.entry("state").register().decode(1));
    }
}
