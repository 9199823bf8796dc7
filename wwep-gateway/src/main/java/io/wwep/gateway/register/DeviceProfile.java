package io.wwep.gateway.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The registers of one kind of device, each with a unique name. Immutable and thread-safe.
 *
 * <pre>{@code
 * Register<Double> temperature = Register.int16(0x10).scaled(0.1).unit("°C").named("temperature");
 * Register<Boolean> lamp = Register.flag(0x05).named("lamp");
 *
 * DeviceProfile boiler = DeviceProfile.of(
 *         ProfileEntry.of(temperature).every(Duration.ofSeconds(1)).deadband(Deadband.absolute(0.2)),
 *         ProfileEntry.of(lamp).writable(Duration.ofSeconds(60)));
 * }</pre>
 */
public final class DeviceProfile {

    private final Map<String, ProfileEntry<?>> entries = new LinkedHashMap<>();

    private DeviceProfile(List<ProfileEntry<?>> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the profile has no registers: give at least one");
        }
        for (ProfileEntry<?> entry : entries) {
            ProfileEntry<?> other = this.entries.put(entry.register().name(), entry);
            if (other != null) {
                throw new IllegalArgumentException("two registers have the same name, " + other.register() + " and "
                        + entry.register() + ": give each its own name");
            }
        }
    }

    /**
     * {@return a profile of read-only registers, polled at the gateway's default interval}
     *
     * @param registers at least one, each with a unique name
     * @throws IllegalArgumentException if there are none, one has no name, or two have the same name
     */
    public static DeviceProfile of(Register<?>... registers) {
        Objects.requireNonNull(registers, "registers");
        return new DeviceProfile(
                Stream.of(registers).<ProfileEntry<?>>map(ProfileEntry::of).toList());
    }

    /**
     * {@return a profile of the given entries}
     *
     * @param entries at least one, each for a register with a unique name
     * @throws IllegalArgumentException if there are none, or two have the same name
     */
    public static DeviceProfile of(ProfileEntry<?>... entries) {
        Objects.requireNonNull(entries, "entries");
        return new DeviceProfile(List.of(entries));
    }

    /**
     * {@return a profile from a map, as a YAML or JSON parser returns it}
     *
     * <p>Each register is a map under its name, with these keys; {@code register} and {@code type} are required:
     *
     * <ul>
     *   <li>{@code register}: the first register, as one or two hexadecimal digits
     *   <li>{@code type}: one of {@link Register#types()}, with numbers for its parameters
     *   <li>{@code words}: {@code high-first} (the default) or {@code low-first}
     *   <li>{@code values}: the values of the type {@code enumerated}, as a map of numbers to text
     *   <li>{@code scale}, {@code offset}: see {@link Register#scaled(double, double)}
     *   <li>{@code range}: a list of the smallest and the largest value, after scaling
     *   <li>{@code unit}: see {@link Register#unit(String)}
     *   <li>{@code every}, {@code valid-for}: durations such as {@code 50ms}, {@code 2s} or {@code 1m}
     *   <li>{@code deadband}: a number such as {@code 0.2}, or a percentage such as {@code 1%}
     *   <li>{@code writable}: {@code true} or {@code false} (the default)
     * </ul>
     *
     * <p>Values are text; numbers and booleans are also accepted where they are unambiguous.
     *
     * @param profile the keys of each register by name; the profile keeps their order
     * @throws InvalidProfileException if the map has errors; it lists all of them
     */
    public static DeviceProfile of(Map<String, ?> profile) {
        return new DeviceProfile(new ProfileReader().read(Objects.requireNonNull(profile, "profile")));
    }

    /** {@return the entries, in the order given} */
    public List<ProfileEntry<?>> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * {@return the entry of a register}
     *
     * @param name the register's name
     * @throws IllegalArgumentException if the profile has no such register
     */
    public ProfileEntry<?> entry(String name) {
        ProfileEntry<?> found = entries.get(Objects.requireNonNull(name, "name"));
        if (found == null) {
            throw new IllegalArgumentException("the profile has no register '" + name + "': "
                    + NearestWord.to(name, entries.keySet())
                            .map(near -> "use " + near)
                            .orElseGet(() -> "it has " + String.join(", ", entries.keySet())));
        }
        return found;
    }

    /** {@return the names of the registers, for messages} */
    @Override
    public String toString() {
        return entries.keySet().toString();
    }
}
