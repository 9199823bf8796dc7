package io.wwep.gateway.register;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The registers that all devices of a kind have, each under its own name. Immutable and thread-safe.
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
     * {@return a profile of registers that are read, as often as the gateway chooses, and not written}
     *
     * @param registers at least one; each has a name that no other has
     * @throws IllegalArgumentException if there is none, one has no name, or two have the same
     */
    public static DeviceProfile of(Register<?>... registers) {
        Objects.requireNonNull(registers, "registers");
        return new DeviceProfile(
                Stream.of(registers).<ProfileEntry<?>>map(ProfileEntry::of).toList());
    }

    /**
     * {@return a profile of registers with how they are treated}
     *
     * @param entries at least one; each register has a name that no other has
     * @throws IllegalArgumentException if there is none, or two have the same name
     */
    public static DeviceProfile of(ProfileEntry<?>... entries) {
        Objects.requireNonNull(entries, "entries");
        return new DeviceProfile(List.of(entries));
    }

    /**
     * {@return a profile from a map, as a reader of YAML or JSON returns it}
     *
     * <p>Each register's name has a map of its keys, of which {@code register} and {@code type} are required:
     *
     * <ul>
     *   <li>{@code register}: the first register, as one or two hexadecimal digits
     *   <li>{@code type}: one of {@link Register#types()}, with numbers for its parameters
     *   <li>{@code words}: {@code high-first} (the default) or {@code low-first}
     *   <li>{@code values}: the values of the type {@code enumerated}, as a map of numbers to texts
     *   <li>{@code scale}, {@code offset}: see {@link Register#scaled(double, double)}
     *   <li>{@code range}: a list of the smallest and the largest value, after scaling
     *   <li>{@code unit}: see {@link Register#unit(String)}
     *   <li>{@code every}, {@code valid-for}: durations such as {@code 50ms}, {@code 2s} or {@code 1m}
     *   <li>{@code deadband}: a number such as {@code 0.2}, or a percentage such as {@code 1%}
     *   <li>{@code writable}: {@code true} or {@code false} (the default)
     * </ul>
     *
     * <p>Values are text; numbers and truth values are accepted too where they can mean one thing only.
     *
     * @param profile the keys of each register by its name, in the order that the profile keeps
     * @throws InvalidProfileException if anything is wrong; it lists all that is
     */
    public static DeviceProfile of(Map<String, ?> profile) {
        return new DeviceProfile(new ProfileReader().read(Objects.requireNonNull(profile, "profile")));
    }

    /** {@return the registers with how they are treated, in the order given} */
    public List<ProfileEntry<?>> entries() {
        return List.copyOf(entries.values());
    }

    /**
     * {@return the register of this name, with how it is treated}
     *
     * @param name its name
     * @throws IllegalArgumentException if there is none
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
