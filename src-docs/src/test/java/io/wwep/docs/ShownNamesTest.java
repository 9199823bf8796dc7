package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that pages name in their text, as in {@code WwepTls.trusting(file)}, are there. */
class ShownNamesTest {

    private static final Pattern METHOD =
            Pattern.compile("`((?:Wwep|Tls|Exchange|Server|Register|DeviceProfile)\\w*)\\.(\\w+)\\(");
    private static final List<String> PACKAGES = Stream.of(
                    "client", "gateway", "gateway.register", "protocol", "server", "testing", "tls")
            .map(name -> "io.wwep." + name + ".")
            .toList();

    static Stream<Page> pages() {
        return Checkout.pages().stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyMethodThatThePageNamesIsThere(Page page) {
        List<String> missing = METHOD.matcher(String.join("\n", page.lines()))
                .results()
                .filter(shown -> !isThere(shown))
                .map(MatchResult::group)
                .toList();
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(MatchResult shown) {
        return PACKAGES.stream()
                .flatMap(each -> find(each + shown.group(1)).stream())
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .anyMatch(method -> method.getName().equals(shown.group(2)));
    }

    private static Optional<Class<?>> find(String name) {
        try {
            return Optional.of(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }
}
