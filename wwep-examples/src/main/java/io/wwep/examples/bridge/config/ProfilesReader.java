package io.wwep.examples.bridge.config;

import io.wwep.examples.bridge.config.YamlNode.Entry;
import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.InvalidProfileException;
import io.wwep.gateway.register.InvalidProfileException.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the section {@code profiles}. */
final class ProfilesReader {

    private ProfilesReader() {}

    /** Returns the profiles by name, null for those with errors. */
    static Map<String, @Nullable DeviceProfile> read(Section profiles) {
        Map<String, @Nullable DeviceProfile> read = new LinkedHashMap<>();
        profiles.entries().forEach((name, entry) -> read.put(name, read(profiles, name, entry)));
        return read;
    }

    private static @Nullable DeviceProfile read(Section profiles, String name, Entry entry) {
        profiles.checkName(name);
        Section registers = profiles.section(name, entry, name + ": {lamp: {register: 05, type: flag}}");
        if (registers == null || !registers.node().isUsable()) {
            return null;
        }
        if (registers.entries().isEmpty()) {
            profiles.error(name, "this profile is empty; write a register, as in lamp: {register: 05, type: flag}");
            return null;
        }
        try {
            return DeviceProfile.of(registers.node().plain());
        } catch (InvalidProfileException e) {
            e.problems().forEach(problem -> report(registers, problem));
            return null;
        }
    }

    private static void report(Section registers, Problem problem) {
        Section register = registers.existingSection(problem.register());
        String key = problem.key();
        if (register == null || key == null) {
            registers.error(problem.register(), problem.message());
        } else {
            boolean isPassword = key.equals(PasswordReader.FORBIDDEN_KEY);
            register.error(key, isPassword ? PasswordReader.FORBIDDEN : problem.message());
        }
    }
}
