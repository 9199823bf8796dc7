package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wwep.gateway.register.DeviceProfile;
import io.wwep.gateway.register.Register;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of types and of a profile's keys say what the code does. */
class RegisterTablesTest {

    private static final Pattern ROW = Pattern.compile("^\\|`([^`]+)` \\|([^|]*) \\|([^|]*) \\|(.*)$");
    private static final Pattern RANGE = Pattern.compile("(-?\\d+) to (\\d+)(,.*)?");
    private static final Pattern TIMES = Pattern.compile("(\\d+)(ms|m) to (\\d+)(ms|m)");

    /** What the type table and the key table have in a line. */
    private record Row(String name, String second, String third, String fourth) {

        /** The type with numbers for its parameters. */
        String sample() {
            return name.replace("(n)", "(3)").replace("(from,to)", "(4,7)").replace("(length)", "(12)");
        }

        Register<?> register() {
            return Register.of(sample(), 0);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The rows of the table on the page that begins with this heading. */
    private static List<Row> rows(String heading) {
        List<String> lines = Checkout.pages().stream()
                .filter(page -> page.name().equals("ref-registers.adoc"))
                .findFirst()
                .orElseThrow()
                .lines();
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(heading) + 1, lines.size())) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2), row.group(3), row.group(4)));
            } else if (line.equals("|===")) {
                break;
            }
        }
        return rows;
    }

    private static List<Row> types() {
        return rows("|type |registers |in Java |values");
    }

    static Stream<Row> typesOfNames() {
        return types().stream().filter(row -> !row.name().equals("enumerated"));
    }

    static Stream<Row> typesWithRanges() {
        return types().stream().filter(row -> RANGE.matcher(row.fourth()).matches());
    }

    private static List<Row> keys() {
        return rows("|key |value |default |what");
    }

    static Stream<Row> keysWithTimes() {
        return keys().stream().filter(row -> TIMES.matcher(row.second()).matches());
    }

    @Test
    void everyTypeIsInItsTable() {
        assertThat(types()).extracting(Row::name).containsExactlyElementsOf(Register.types());
    }

    @ParameterizedTest
    @MethodSource("typesOfNames")
    void theTableHasTheNumberOfRegistersAndTheJavaType(Row type) {
        Register<?> register = type.register();

        assertThat(type.second()).isIn(String.valueOf(register.count()), "length / " + 12 / register.count());
        assertThat(type.third())
                .isEqualTo("`"
                        + register.decode(new int[register.count()]).getClass().getSimpleName() + "`");
    }

    @ParameterizedTest
    @MethodSource("typesWithRanges")
    void theTableHasTheRange(Row type) {
        Matcher range = RANGE.matcher(type.fourth());
        assertThat(range.matches()).isTrue();

        assertEndsAt(type.register(), range.group(1), -1);
        assertEndsAt(type.register(), range.group(2), 1);
    }

    @SuppressWarnings("unchecked")
    private static <T> void assertEndsAt(Register<T> register, String end, int step) {
        Object zero = register.decode(new int[register.count()]);
        assertThatCode(() -> register.encode((T) number(zero, new BigInteger(end))))
                .doesNotThrowAnyException();
        BigInteger beyond = new BigInteger(end).add(BigInteger.valueOf(step));
        assertThatThrownBy(() -> register.encode((T) number(zero, beyond)))
                .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
    }

    /** A number of the same type as another; one that Java's type cannot hold throws. */
    private static Object number(Object sample, BigInteger number) {
        if (sample instanceof Integer) {
            return number.intValueExact();
        }
        return sample instanceof Long ? (Object) number.longValueExact() : number;
    }

    @Test
    void everyKeyIsInItsTable() {
        Throwable unknown = catchThrowable(
                () -> DeviceProfile.of(Map.of("x", Map.of("register", "05", "type", "flag", "something-else", ""))));

        assertThat(unknown)
                .hasMessage("x.something-else: unknown key; write one of "
                        + String.join(" ", keys().stream().map(Row::name).toList()));
    }

    @Test
    void theKeysThatTheTableCallsRequiredAre() {
        Throwable missing = catchThrowable(() -> DeviceProfile.of(Map.of("x", Map.of())));

        assertThat(missing).message().hasLineCount(2);
        assertThat(keys())
                .filteredOn(row -> row.third().equals("required"))
                .extracting(Row::name)
                .allSatisfy(key -> assertThat(missing).hasMessageContaining("x." + key + ": missing"))
                .hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("keysWithTimes")
    void timesHaveTheRangeOfTheTable(Row key) {
        Matcher times = TIMES.matcher(key.second());
        assertThat(times.matches()).isTrue();
        long most = Long.parseLong(times.group(3));

        assertThatCode(() -> profile(key, times.group(1) + times.group(2))).doesNotThrowAnyException();
        assertThatCode(() -> profile(key, most + times.group(4))).doesNotThrowAnyException();
        assertThatThrownBy(() -> profile(key, "0ms")).hasMessageContaining("write " + key.second());
        assertThatThrownBy(() -> profile(key, most + 1 + times.group(4))).hasMessageContaining("write " + key.second());
    }

    private static DeviceProfile profile(Row key, String value) {
        Map<String, Object> keys = new HashMap<>(Map.of("register", "05", "type", "int16", "writable", "true"));
        keys.put(key.name(), value);
        return DeviceProfile.of(Map.of("x", keys));
    }
}
