package io.wwep.client;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.protocol.DeviceId;
import io.wwep.protocol.WwepRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method rejects a number or a time out of range at once, by an {@link IllegalArgumentException}. */
class OutOfRangeTest {

    private static final List<Class<?>> TYPES =
            List.of(WwepClient.class, WwepClientBuilder.class, WwepDevice.class, ReconnectPolicy.class);

    private static final Map<Class<?>, List<Object>> OUT_OF_RANGE = Map.of(
            int.class,
            List.of(Integer.MIN_VALUE, -1, 0x10000, Integer.MAX_VALUE),
            int[].class,
            List.of(new int[] {-1}, new int[] {0x10000}, new int[257]),
            Duration.class,
            List.of(
                    Duration.ofSeconds(Long.MIN_VALUE),
                    Duration.ofNanos(-1),
                    Duration.ZERO,
                    Duration.ofDays(1).plusNanos(1),
                    Duration.ofSeconds(Long.MAX_VALUE)));

    /** The argument of a call to put out of range. */
    record Argument(Method method, int index, Object value) {

        @Override
        public String toString() {
            String shown = value instanceof int[] values ? values.length + " from " + values[0] : value.toString();
            return method.getDeclaringClass().getSimpleName() + "." + method.getName()
                    + Arrays.stream(method.getParameterTypes())
                            .map(Class::getSimpleName)
                            .collect(joining(", ", "(", ")"))
                    + " with " + shown + " at " + index;
        }
    }

    static Stream<Argument> arguments() {
        return TYPES.stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method ->
                        Modifier.isPublic(method.getModifiers()) && !Modifier.isAbstract(method.getModifiers()))
                .flatMap(OutOfRangeTest::argumentsOf);
    }

    private static Stream<Argument> argumentsOf(Method method) {
        Class<?>[] types = method.getParameterTypes();
        Stream<Argument> all = Stream.empty();
        for (int i = 0; i < types.length; i++) {
            int index = i;
            List<Object> values = OUT_OF_RANGE.getOrDefault(types[i], List.of());
            all = Stream.concat(all, values.stream().map(value -> new Argument(method, index, value)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void isRefused(Argument argument) throws Exception {
        try (WwepClient client = WwepClient.create("127.0.0.1").build()) {
            assertThat(call(argument, client)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static @Nullable Throwable call(Argument argument, WwepClient client) throws IllegalAccessException {
        Method method = argument.method();
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(OutOfRangeTest::sample)
                .toArray();
        arguments[argument.index()] = argument.value();
        Object on = Modifier.isStatic(method.getModifiers())
                ? null
                : Stream.of(client, client.device(0x0FAC), WwepClient.create("127.0.0.1"))
                        .filter(method.getDeclaringClass()::isInstance)
                        .findFirst()
                        .orElseThrow();
        try {
            method.invoke(on, arguments);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        }
    }

    private static Object sample(Class<?> type) {
        Map<Class<?>, Object> samples = Map.of(
                int.class, 1,
                int[].class, new int[] {1},
                Duration.class, Duration.ofSeconds(1),
                DeviceId.class, DeviceId.of(0x0FAC),
                WwepRequest.class, WwepRequest.read(0x0FAC, 0x05));
        return Objects.requireNonNull(samples.get(type), () -> "add a sample of " + type.getName());
    }
}
