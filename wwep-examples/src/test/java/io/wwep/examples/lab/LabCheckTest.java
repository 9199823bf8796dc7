package io.wwep.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.examples.check.CheckReport;
import io.wwep.examples.check.CheckRow;
import io.wwep.server.WwepServer;
import org.junit.jupiter.api.Test;

/** A lab checks students' servers. */
class LabCheckTest {

    @Test
    void aGoodServerTicksItsExercises() throws Exception {
        try (OpenLab open = new OpenLab();
                WwepServer student =
                        WwepServer.create().plain(0).tls(0, OpenLab.identity()).start()) {
            CheckReport plain = open.lab.check("127.0.0.1", student.port(), false, OpenLab.DEVICE);
            assertThat(plain.outcome()).isEqualTo(CheckReport.Outcome.PASSED);
            assertThat(open.tick("6.4")).isNotNull();
            assertThat(open.tick("6.7")).isNull();

            CheckReport tls = open.lab.check("127.0.0.1", student.tlsPort(), true, OpenLab.DEVICE);
            assertThat(tls.outcome()).isEqualTo(CheckReport.Outcome.PASSED);
            assertThat(tls.rows())
                    .filteredOn(row -> row.result() == CheckRow.Result.SKIPPED)
                    .extracting(CheckRow::name)
                    .containsExactly("certificate", "name");
            assertThat(tls.rows()).extracting(CheckRow::name).endsWith("same-registers");
            assertThat(open.tick("6.5")).isNotNull();
            assertThat(open.tick("6.7")).isNotNull();
        }
    }

    @Test
    void theLabDoesNotCheckItself() throws Exception {
        try (OpenLab open = new OpenLab()) {
            for (String host : new String[] {"127.0.0.1", "localhost", "0.0.0.0"}) {
                assertThatThrownBy(() -> open.lab.check(host, open.lab.server().port(), false, null))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the lab's own server");
            }
            assertThatThrownBy(() -> open.lab.check("127.0.0.1", 22, false, null))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
