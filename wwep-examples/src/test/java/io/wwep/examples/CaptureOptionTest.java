package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class CaptureOptionTest {

    @Test
    void withTwoUnusualPortsAnOptionForEachIsNamed() {
        assertThat(saidOf("--pcap=talk.pcap", 9000, 9001))
                .isEqualTo(
                        "wwep: ports 9000 and 9001 are not usual for WWEP: to see it in talk.pcap, start Wireshark or"
                                + " tshark with -d tcp.port==9000,wwep -d tcp.port==9001,wwep");
    }

    @Test
    void onlyTheUnusualPortOfTwoIsNamed() {
        assertThat(saidOf("--pcap=talk.pcap", 27708, 9001))
                .contains("port 9001 is not")
                .doesNotContain("27708");
    }

    @Test
    void nothingIsSaidOfTheUsualPorts() {
        assertThat(saidOf("--pcap=talk.pcap", 27708, 40508)).isEmpty();
    }

    @Test
    void withoutACaptureNothingIsSaid() {
        assertThat(saidOf("", 9000)).isEmpty();
    }

    private static String saidOf(String option, Integer... ports) {
        StringWriter err = new StringWriter();
        Screen screen = new Screen(new PrintWriter(err), new PrintWriter(err), Ansi.OFF);
        String[] arguments = option.isEmpty() ? new String[0] : new String[] {option};
        CommandLine.populateCommand(new CaptureOption(), arguments).explainPorts(screen, List.of(ports));
        return err.toString().strip();
    }
}
