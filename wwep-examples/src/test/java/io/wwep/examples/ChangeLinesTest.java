package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.gateway.Quality;
import io.wwep.gateway.Reading;
import io.wwep.gateway.register.Register;
import io.wwep.protocol.WwepException;
import io.wwep.protocol.WwepProtocolException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** The lines that {@code watch} prints. */
class ChangeLinesTest {

    private final StringWriter out = new StringWriter();
    private final PrintWriter writer = new PrintWriter(out, true);
    private final ChangeLines lines =
            new ChangeLines(new Screen(writer, writer, Ansi.OFF), new MessageRewriter(CommandSpec.create()));

    private void show(int register, Quality quality, @Nullable String cause) {
        WwepException why = cause == null ? null : new WwepProtocolException(cause);
        Instant now = Instant.EPOCH;
        lines.show(new Change(
                new Reading<>(7, null, now, 0, now, quality, why, new int[] {7}, "device", Register.uint16(register))));
    }

    private List<String> causes() {
        return out.toString()
                .lines()
                .skip(1)
                .map(line -> line.replaceFirst("\\S+ +", "").replaceAll(" +", " "))
                .toList();
    }

    @Test
    void theCauseOfAnOutageIsPrintedOnceForAllRegisters() {
        show(5, Quality.STALE, "no answer to R0FAC05");
        show(6, Quality.STALE, "no answer to R0FAC06");
        show(7, Quality.STALE, "no answer to R0FAC07");
        show(5, Quality.GOOD, null);
        show(6, Quality.STALE, "closed");

        assertThat(causes())
                .containsExactly(
                        "05 7 STALE no answer to R0FAC05",
                        "06 7 STALE (as above)",
                        "07 7 STALE (as above)",
                        "05 7 GOOD",
                        "06 7 STALE closed");
    }

    @Test
    void aValueThatIsInvalidAlwaysHasItsOwnCause() {
        show(5, Quality.INVALID, "2 is not a flag");
        show(6, Quality.INVALID, "3 is not a flag");
        show(7, Quality.STALE, "closed");

        assertThat(causes())
                .containsExactly("05 7 INVALID 2 is not a flag", "06 7 INVALID 3 is not a flag", "07 7 STALE closed");
    }
}
