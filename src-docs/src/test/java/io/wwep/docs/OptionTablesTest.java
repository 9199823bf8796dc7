package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.WwepClient;
import io.wwep.server.WwepServer;
import io.wwep.tls.WwepTls;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of options say what the code does: all of them, with their ranges and defaults. */
class OptionTablesTest {

    /** A row: the option, its range, its default, what it is. */
    private static final Pattern ROW = Pattern.compile("^\\|`(\\w+)` *\\|([^|]*)\\|([^|]*)\\|(.*)$");

    private static final Pattern RANGE = Pattern.compile("(\\d+)( \\w+)? to (\\d+)( \\w+)?.*");

    /** An option as a page has it, and the builder that has the setter. */
    record Option(Object builder, String name, String range, String byDefault) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Option> options(String page, Object builder) {
        return Checkout.pages().stream()
                .filter(each -> each.name().equals(page))
                .flatMap(each -> each.lines().stream())
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .map(row -> new Option(
                        builder,
                        row.group(1),
                        row.group(2).strip(),
                        row.group(3).strip()))
                .toList();
    }

    static List<Option> clientOptions() {
        return options("ref-client.adoc", WwepClient.create("127.0.0.1"));
    }

    static List<Option> serverOptions() {
        return options("ref-server.adoc", WwepServer.create());
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(WwepClient.create("127.0.0.1").getClass(), clientOptions()),
                Arguments.of(WwepServer.create().getClass(), serverOptions()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyOptionIsInItsTable(Class<?> builder, List<Option> table) {
        assertThat(table.stream().map(Option::name)).containsExactlyInAnyOrderElementsOf(setters(builder));
    }

    @ParameterizedTest
    @MethodSource({"clientOptions", "serverOptions"})
    void rangesAreThoseThatTheSetterTakes(Option option) throws ReflectiveOperationException {
        Method setter = setter(option);
        Class<?> type = setter.getParameterCount() == 0 ? void.class : setter.getParameterTypes()[0];
        Matcher range = RANGE.matcher(option.range());
        if (setter.getParameterCount() != 1 || (type != int.class && type != Duration.class)) {
            return;
        }
        assertThat(option.range()).as("the range of %s", option).matches(RANGE.pattern());
        assertThat(range.matches()).isTrue();
        Object least = value(type, range.group(1), range.group(2));
        Object most = value(type, range.group(3), range.group(4));
        assertThatCode(() -> setter.invoke(option.builder(), least)).doesNotThrowAnyException();
        assertThatCode(() -> setter.invoke(option.builder(), most)).doesNotThrowAnyException();
        assertThatThrownBy(() -> setter.invoke(option.builder(), step(least, -1)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        if (!most.equals(Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> setter.invoke(option.builder(), step(most, 1)))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource({"clientOptions", "serverOptions"})
    void defaultsAreThoseOfTheCode(Option option) throws ReflectiveOperationException {
        Set<String> fields = Arrays.stream(option.builder().getClass().getDeclaredFields())
                .map(Field::getName)
                .collect(Collectors.toSet());
        if (!fields.contains(option.name())) {
            return;
        }
        Field field = option.builder().getClass().getDeclaredField(option.name());
        field.setAccessible(true);
        Object value = field.get(option.builder());
        if (value instanceof Integer number && number < 0) {
            return; // not set: the system's choice
        }
        if (value instanceof Duration
                || value instanceof Integer
                || value instanceof Boolean
                || value instanceof Enum<?>) {
            assertThat(option.byDefault())
                    .as("the default of %s", option)
                    .matches("`?" + text(value) + "`?( .*|,.*|;.*)?");
        }
    }

    @Test
    void everyMethodOfTlsIsOnItsPage() {
        String page = Checkout.text(Checkout.SITE.resolve("ref-tls.adoc"));
        List<String> signatures = Arrays.stream(WwepTls.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(OptionTablesTest::signature)
                .toList();
        assertThat(signatures)
                .isNotEmpty()
                .allSatisfy(signature -> assertThat(page).contains("`" + signature + "`"));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type.getSimpleName().replace("[]", method.isVarArgs() ? "..." : "[]"))
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    @Test
    void everyExceptionIsInItsTable() {
        Set<String> exceptions = Stream.of("protocol", "tls")
                .flatMap(folder ->
                        Checkout.files(Checkout.ROOT.resolve("wwep-client/src/main/java/io/wwep/" + folder), ".java")
                                .stream())
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .filter(name -> name.endsWith("Exception"))
                .collect(Collectors.toCollection(TreeSet::new));
        Page page = Checkout.pages().stream()
                .filter(each -> each.name().equals("ref-exceptions.adoc"))
                .findFirst()
                .orElseThrow();
        Set<String> shown = page.lines().stream()
                .map(Pattern.compile("^\\|`(\\w+Exception)`.*")::matcher)
                .filter(Matcher::matches)
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(exceptions);
    }

    private static Set<String> setters(Class<?> builder) {
        return Arrays.stream(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Method setter(Option option) {
        return Arrays.stream(option.builder().getClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(option.name()))
                .findFirst()
                .orElseThrow();
    }

    private static Object value(Class<?> type, String number, @Nullable String unit) {
        long amount = Long.parseLong(number);
        if (type == int.class) {
            return Math.toIntExact(amount);
        }
        return switch (String.valueOf(unit).strip()) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "h" -> Duration.ofHours(amount);
            case "day", "days" -> Duration.ofDays(amount);
            default -> throw new AssertionError("no unit of time: " + unit);
        };
    }

    private static Object step(Object value, int direction) {
        return value instanceof Duration time ? time.plusNanos(direction) : (Integer) value + direction;
    }

    private static String text(Object value) {
        if (value instanceof Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
        }
        return value.toString();
    }
}
