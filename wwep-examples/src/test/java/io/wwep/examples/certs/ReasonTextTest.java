package io.wwep.examples.certs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "it has expired; have it renewed; or wait | it has expired",
                "it has expired                           | it has expired",
                "CN=a\\; b is self-signed; trust it        | CN=a\\; b is self-signed",
                "CN=a\\\\; trust it                        | CN=a\\\\",
                "CN=a\\                                    | CN=a\\"
            })
    void theAdviceBeginsAtTheFirstSemicolonOutsideAName(String reason, String rest) {
        assertThat(ReasonText.withoutAdvice(reason)).isEqualTo(rest);
    }
}
