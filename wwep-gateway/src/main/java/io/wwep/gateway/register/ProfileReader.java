package io.wwep.gateway.register;

import io.wwep.gateway.register.InvalidProfileException.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a profile from a map, and collects its errors. */
final class ProfileReader {

    private static final List<String> KEYS = List.of(
            "register",
            "type",
            "words",
            "values",
            "scale",
            "offset",
            "range",
            "unit",
            "every",
            "deadband",
            "writable",
            "valid-for");

    private static final Pattern REGISTER = Pattern.compile("\\p{XDigit}{1,2}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,5}|0x\\p{XDigit}{1,4}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final int RADIX = 16;
    private static final int LARGEST_DIGIT = 9;

    private final List<Problem> problems = new ArrayList<>();

    List<ProfileEntry<?>> read(Map<String, ?> registers) {
        List<ProfileEntry<?>> entries = new ArrayList<>();
        registers.forEach((name, keys) -> {
            @Nullable ProfileEntry<?> entry = keys instanceof Map<?, ?> map ? new EntryReader(name, map).read() : null;
            if (entry != null) {
                entries.add(entry);
            } else if (!(keys instanceof Map)) {
                problems.add(new Problem(
                        String.valueOf(name),
                        null,
                        "'" + keys + "' does not describe a register: write a map, as in {register: 05, type: flag}"));
            }
        });
        if (!problems.isEmpty()) {
            throw new InvalidProfileException(problems);
        }
        return entries;
    }

    /** Reads one register. */
    private final class EntryReader {

        private final String name;
        private final Map<?, ?> keys;
        private final int problemsBefore = problems.size();

        EntryReader(@Nullable String name, Map<?, ?> keys) {
            this.name = String.valueOf(name);
            this.keys = keys;
        }

        @Nullable
        ProfileEntry<?> read() {
            keys.keySet().stream()
                    .map(String::valueOf)
                    .filter(key -> !KEYS.contains(key))
                    .forEach(this::reportUnknown);
            TypedRegister<?> register = register();
            Duration every = read("every", ProfileReader::duration);
            Deadband deadband = read("deadband", ProfileReader::deadband);
            Boolean writable = read("writable", ProfileReader::bool);
            Duration validFor = read("valid-for", ProfileReader::duration);
            boolean isWritable = Boolean.TRUE.equals(writable);
            boolean isReadOnly = writable == null ? !keys.containsKey("writable") : !writable;
            if (validFor != null && isReadOnly) {
                report("valid-for", "only writable registers have it; add writable: true, or leave valid-for out");
            }
            if (register != null && deadband != null && !register.isNumeric()) {
                report("deadband", "the values of " + register.type() + " are not numbers; leave deadband out");
            }
            return register == null || problems.size() > problemsBefore
                    ? null
                    : new ProfileEntry<>(register, every, deadband, isWritable, validFor);
        }

        private void reportUnknown(String key) {
            report(
                    key,
                    "unknown key; write "
                            + NearestWord.to(key, KEYS).orElseGet(() -> "one of " + String.join(" ", KEYS)));
        }

        private @Nullable TypedRegister<?> register() {
            Integer number = require("register", "05", ProfileReader::registerNumber);
            Codec<?> codec = codec();
            // Read before any return, so that they are checked even if the register's number or type is wrong.
            BigDecimal scale = read("scale", ProfileReader::number);
            BigDecimal offset = read("offset", ProfileReader::number);
            List<BigDecimal> range = read("range", ProfileReader::range);
            String unit = read("unit", ProfileReader::text);
            TypedRegister<?> named =
                    attempt(null, () -> TypedRegister.at(0, FieldCodec.uint16()).named(name));
            if (number == null || codec == null || named == null) {
                return null;
            }
            TypedRegister<?> register =
                    attempt("register", () -> TypedRegister.at(number, codec).named(name));
            if (register != null && (scale != null || offset != null)) {
                TypedRegister<?> raw = register;
                register = attempt(
                        scale == null ? "offset" : "scale",
                        () -> raw.scaled(
                                scale == null ? 1 : scale.doubleValue(), offset == null ? 0 : offset.doubleValue()));
            }
            if (register != null && range != null) {
                TypedRegister<?> all = register;
                register = attempt("range", () -> all.range(range.get(0), range.get(1)));
            }
            return register == null || unit == null ? register : register.unit(unit);
        }

        private @Nullable Codec<?> codec() {
            String type = require("type", "uint16", ProfileReader::text);
            WordOrder order = read("words", value -> WordOrder.parse(text(value)));
            Map<Integer, String> values = read("values", ProfileReader::values);
            if (type == null) {
                return null;
            }
            if (type.equals("enumerated")) {
                if (!keys.containsKey("values")) {
                    report("values", "missing; write the values of enumerated, as in {0: off, 1: heating}");
                }
                if (order == WordOrder.LOW_FIRST) {
                    report("words", "enumerated fills one register, so it has no word order; leave words out");
                }
                return values == null ? null : attempt("values", () -> FieldCodec.enumerated(values));
            }
            if (values != null) {
                report("values", "only the type enumerated has values; write type: enumerated, or leave them out");
            }
            if (type.contains("(") && !type.contains(")")) {
                report(
                        "type",
                        "'" + type + "' is not a type: its closing parenthesis is missing; in YAML, put a type"
                                + " with a comma in quotes");
                return null;
            }
            Codec<?> codec = attempt("type", () -> RegisterType.codec(type, WordOrder.HIGH_FIRST));
            return codec == null || order == null ? codec : attempt("words", () -> RegisterType.codec(type, order));
        }

        private <V> @Nullable V require(String key, String example, Function<Object, V> parser) {
            if (!keys.containsKey(key)) {
                report(key, "missing; write it, as in " + key + ": " + example);
            }
            return read(key, parser);
        }

        private <V> @Nullable V read(String key, Function<Object, V> parser) {
            if (!keys.containsKey(key)) {
                return null;
            }
            Object value = keys.get(key);
            if (value == null) {
                report(key, "the value is missing; write one, or leave the key out");
                return null;
            }
            return attempt(key, () -> parser.apply(value));
        }

        private <V> @Nullable V attempt(@Nullable String key, Supplier<V> maker) {
            try {
                return maker.get();
            } catch (IllegalArgumentException | IllegalStateException e) {
                report(key, String.valueOf(e.getMessage()));
                return null;
            }
        }

        private void report(@Nullable String key, String message) {
            problems.add(new Problem(name, key, message));
        }
    }

    private static String text(Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            throw new IllegalArgumentException("'" + value + "' is not text; write one value, without [] or {}");
        }
        return value.toString().strip();
    }

    private static int registerNumber(Object value) {
        if (value instanceof Number number && (number.intValue() < 0 || number.intValue() > LARGEST_DIGIT)) {
            throw new IllegalArgumentException("the number " + value
                    + " could be decimal or hexadecimal; give it as text, as in \"1E\" (hexadecimal)");
        }
        String text = text(value);
        if (!REGISTER.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a register; write 00 to FF (hexadecimal)");
        }
        return Integer.parseInt(text, RADIX);
    }

    private static BigDecimal number(Object value) {
        String text = text(value);
        if (!NUMBER.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a number; write it as in 0.1 or -40");
        }
        return new BigDecimal(text);
    }

    private static List<BigDecimal> range(Object value) {
        if (value instanceof List<?> list && list.size() == 2) {
            return list.stream().map(String::valueOf).map(ProfileReader::number).toList();
        }
        throw new IllegalArgumentException(
                "'" + value + "' is not a range; write the smallest and the largest value," + " as in [-40, 125]");
    }

    private static Map<Integer, String> values(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a map of values; write one, as in {0: off, 1: heating}");
        }
        Map<Integer, String> values = new LinkedHashMap<>();
        map.forEach((key, named) -> {
            String number = String.valueOf(key).strip();
            if (!WHOLE.matcher(number).matches()) {
                throw new IllegalArgumentException(
                        "'" + number + "' is not the number of a value; write 0 to 65535, or 0x0000 to 0xFFFF");
            }
            int parsed =
                    number.startsWith("0x") ? Integer.parseInt(number.substring(2), RADIX) : Integer.parseInt(number);
            if (values.put(parsed, text(String.valueOf(named))) != null) {
                throw new IllegalArgumentException("the number " + parsed + " is given twice; leave one out");
            }
        });
        return values;
    }

    private static Duration duration(Object value) {
        String text = text(value);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time; write a whole number and its unit, as in 50ms, 2s or 1m");
        }
        long number = Long.parseLong(matcher.group(1));
        Duration time = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
        if (time.isZero() || time.compareTo(ProfileEntry.LONGEST_TIME) > 0) {
            throw new IllegalArgumentException("'" + text + "' is out of range; write 1ms to 60m");
        }
        return time;
    }

    private static Deadband deadband(Object value) {
        String text = text(value);
        return text.endsWith("%")
                ? Deadband.percent(number(text.substring(0, text.length() - 1)).doubleValue())
                : Deadband.absolute(number(text).doubleValue());
    }

    private static boolean bool(Object value) {
        return switch (text(value)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + value + "' is not a boolean; write true or false");
        };
    }
}
