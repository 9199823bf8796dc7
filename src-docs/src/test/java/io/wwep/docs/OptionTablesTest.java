package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.client.ReconnectPolicy;
import io.wwep.client.WwepClient;
import io.wwep.client.WwepClientBuilder;
import io.wwep.client.WwepResources;
import io.wwep.protocol.WwepPorts;
import io.wwep.server.WwepServer;
import io.wwep.server.redis.RedisRegisterStore;
import io.wwep.server.redis.RedisRegisterStoreBuilder;
import io.wwep.tls.TlsIdentity;
import io.wwep.tls.WwepTls;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
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

    private static final TlsIdentity IDENTITY = TlsIdentity.of(
            Checkout.ROOT.resolve("certs/wwep-demo-server.pem"),
            Checkout.ROOT.resolve("certs/wwep-demo-server-key.pem"));

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

    static List<Option> redisOptions() {
        return options("howto-stores.adoc", RedisRegisterStore.at(URI.create("rediss://10.0.0.7:6379")));
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of(RedisRegisterStoreBuilder.class, redisOptions()),
                Arguments.of(WwepClient.create("127.0.0.1").getClass(), clientOptions()),
                Arguments.of(WwepServer.create().getClass(), serverOptions()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everyOptionIsInItsTable(Class<?> builder, List<Option> table) {
        assertThat(table.stream().map(Option::name)).containsExactlyInAnyOrderElementsOf(setters(builder));
    }

    @ParameterizedTest
    @MethodSource({"clientOptions", "serverOptions", "redisOptions"})
    void rangesAreThoseThatTheSetterTakes(Option option) {
        Method setter = setter(option);
        Class<?> type = setter.getParameterCount() == 0 ? void.class : setter.getParameterTypes()[0];
        if (option.name().equals("keepAlive")) {
            assertThat(option.range()).isEqualTo("idle and interval 1 s to 9 h, probes 1 to 127");
        } else if (type == void.class) {
            assertThat(option.range()).isEmpty();
        } else if (type == int.class || type == Duration.class) {
            assertTakesJust(option, setter, type);
        } else if (type == boolean.class) {
            assertThat(option.range()).isEqualTo("`true`, `false`");
        } else if (type.isEnum()) {
            assertThat(option.range())
                    .isEqualTo(Stream.of(type.getEnumConstants())
                            .map(constant -> "`" + constant + "`")
                            .collect(Collectors.joining(", ")));
        } else if (type == String.class) {
            assertThat(option.range()).isEqualTo("an IP address");
        } else if (type == InetAddress.class) {
            assertThat(option.range()).isEqualTo("an address of this machine");
        } else {
            assertThat(option.range()).matches("an? `" + type.getSimpleName() + "`");
        }
    }

    private static void assertTakesJust(Option option, Method setter, Class<?> type) {
        Matcher range = RANGE.matcher(option.range());
        assertThat(range.matches()).as("a range: %s", option.range()).isTrue();
        Object least = value(type, range.group(1), range.group(2));
        Object most = value(type, range.group(3), range.group(4));
        assertThatCode(() -> set(option, setter, least)).doesNotThrowAnyException();
        assertThatCode(() -> set(option, setter, most)).doesNotThrowAnyException();
        assertThatThrownBy(() -> set(option, setter, step(least, -1)))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        if (!most.equals(Integer.MAX_VALUE)) {
            assertThatThrownBy(() -> set(option, setter, step(most, 1)))
                    .hasRootCauseInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void set(Option option, Method setter, Object value) throws ReflectiveOperationException {
        if (setter.getParameterCount() == 1) {
            setter.invoke(option.builder(), value);
        } else {
            setter.invoke(option.builder(), value, IDENTITY);
        }
    }

    @Test
    void keepAliveTakesItsRangesAndNoMore() {
        Duration second = Duration.ofSeconds(1);
        Duration nineHours = Duration.ofHours(9);
        WwepClientBuilder client = WwepClient.create("127.0.0.1");
        client.keepAlive(second, second, 1).keepAlive(nineHours, nineHours, 127);
        for (Duration wrong : List.of(second.minusNanos(1), nineHours.plusNanos(1))) {
            assertThatThrownBy(() -> client.keepAlive(wrong, second, 1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.keepAlive(second, wrong, 1)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int wrong : new int[] {0, 128}) {
            assertThatThrownBy(() -> client.keepAlive(second, second, wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource({"clientOptions", "serverOptions", "redisOptions"})
    void defaultsAreThoseOfTheCode(Option option) throws ReflectiveOperationException {
        assertThat(option.byDefault().replace("`", "")).isEqualTo(byDefault(option));
    }

    private static String byDefault(Option option) throws ReflectiveOperationException {
        boolean ofClient = option.builder() instanceof WwepClientBuilder;
        return switch (option.name()) {
            case "port" -> WwepPorts.PLAIN + ", or " + WwepPorts.TLS + " with TLS";
            case "tls" ->
                option.builder() instanceof RedisRegisterStoreBuilder
                        ? unset(option, "tls", "the system's authorities")
                        : unset(option, ofClient ? "tls" : "tlsPort", ofClient ? "plain TCP" : "none");
            case "plain" -> unset(option, "plainPort", "none");
            case "fallbackAddress" -> unset(option, option.name(), "none");
            case "localAddress" -> unset(option, option.name(), "the system's choice");
            case "trafficClass" -> field(option, "trafficClass").equals(-1) ? "the system's choice" : "set";
            case "keepAlive" -> keepAlive(field(option, "keepAlive"));
            case "withoutKeepAlive" -> "kept alive";
            case "socketFactory" -> unset(option, option.name(), "the JDK's");
            case "listener", "wire" -> unset(option, option.name(), "none");
            case "addRecorder" -> field(option, "recorders").equals(List.of()) ? "none" : "some";
            case "addListener" -> field(option, "listeners").equals(List.of()) ? "none" : "some";
            case "validateAfterIdle" -> unset(option, option.name(), "never");
            case "reconnect" -> "doubling from 100 ms to 10 s"; // see below
            case "executor" -> unset(option, option.name(), "the common pool");
            case "resources" ->
                field(option, "resources") == WwepResources.shared() ? "those of the process" : "others";
            case "wantClientCertificates" -> unset(option, "wanted", "not asked");
            case "requireClientCertificates" -> unset(option, "required", "not asked");
            case "bind" -> unset(option, "bindAddress", "127.0.0.1");
            case "store" -> unset(option, option.name(), "in memory");
            case "messageTimeout" -> byProfile(option, "MESSAGE_TIMEOUT");
            case "idleTimeout" -> byProfile(option, "IDLE_TIMEOUT");
            default -> text(field(option, option.name()));
        };
    }

    /** What a page says of an option that has no value until it is given one. */
    private static String unset(Option option, String field, String said) throws ReflectiveOperationException {
        return field(option, field) == null ? said : "set to " + field(option, field);
    }

    private static String byProfile(Option option, String field) throws ReflectiveOperationException {
        return text(field(option, field)) + "; " + text(field(option, "COURSE_" + field)) + " with COURSE";
    }

    private static Object field(Option option, String name) throws ReflectiveOperationException {
        Field field = option.builder().getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(option.builder());
    }

    private static String keepAlive(Object value) throws ReflectiveOperationException {
        List<String> parts = new ArrayList<>();
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            part.getAccessor().setAccessible(true);
            parts.add(text(part.getAccessor().invoke(value)));
        }
        return String.join(", ", parts);
    }

    @Test
    void byDefaultReconnectingDoublesFrom100MillisecondsTo10Seconds() throws ReflectiveOperationException {
        ReconnectPolicy policy = (ReconnectPolicy) field(
                clientOptions().stream()
                        .filter(option -> option.name().equals("reconnect"))
                        .findFirst()
                        .orElseThrow(),
                "reconnect");
        assertThat(policy.delayAfter(1)).isBetween(Duration.ofMillis(75), Duration.ofMillis(125));
        assertThat(policy.delayAfter(2)).isBetween(Duration.ofMillis(150), Duration.ofMillis(250));
        assertThat(policy.delayAfter(30)).isBetween(Duration.ofMillis(7_500), Duration.ofMillis(12_500));
    }

    @Test
    void aServerListensOn127001UnlessToldOtherwise() throws IOException {
        try (WwepServer server = WwepServer.create().plain(0).start()) {
            assertThat(server.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
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
    void everyPublicExceptionIsInItsTable() {
        Set<String> exceptions = Stream.of("protocol", "tls")
                .flatMap(folder ->
                        Checkout.files(Checkout.ROOT.resolve("wwep-client/src/main/java/io/wwep/" + folder), ".java")
                                .stream())
                .filter(file -> file.toString().endsWith("Exception.java"))
                .filter(file -> Checkout.text(file).contains("\npublic "))
                .map(file -> file.getFileName().toString().replace(".java", ""))
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
