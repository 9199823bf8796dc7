package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HostPortConverterTest {

    @ParameterizedTest
    @CsvSource({
        "wwep.local:443, wwep.local, 443",
        "wwep.local,     wwep.local, 40508",
        "127.0.0.1:1,    127.0.0.1,  1",
        "[::1]:65535,    ::1,        65535",
        "[::1],          ::1,        40508",
        "::1,            ::1,        40508",
        "fe80::1:2,      fe80::1:2,  40508"
    })
    void aServerIsAHostWithAnOptionalPort(String text, String host, int port) {
        assertThat(new HostPortConverter().convert(text)).isEqualTo(new HostPort(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":1", "a b:1", "https://a", "a:1/", "[a", "[]:1", "a]:1"})
    void anythingElseIsRejectedWithAnExample(String text) {
        assertThatThrownBy(() -> new HostPortConverter().convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("is not a server: give HOST:PORT, such as wwep.local:40508 or [::1]:40508");
    }

    @Test
    void aPortOutOfRangeIsRejected() {
        assertThatThrownBy(() -> new HostPortConverter().convert("a:65536"))
                .hasMessageContaining("it must be 1 to 65535");
        assertThatThrownBy(() -> new HostPortConverter().convert("a:")).hasMessageContaining("it must be 1 to 65535");
    }
}
