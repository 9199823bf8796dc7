package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jline.utils.NonBlocking;
import org.jline.utils.NonBlockingReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyboardTest {

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final PipedWriter keys = new PipedWriter();
    private NonBlockingReader reader;

    @BeforeEach
    void connect() throws IOException {
        reader = NonBlocking.nonBlocking("keys", new PipedReader(keys));
    }

    private void start(int buttons) {
        new Keyboard(reader, buttons).start(button -> events.add("button " + button), () -> events.add("end"));
    }

    @AfterEach
    void stop() throws IOException {
        keys.close();
        reader.close();
    }

    @Test
    void spaceAndEnterPressTheButtonAndOtherKeysDoNot() throws Exception {
        start(1);
        type(" x1\r");

        assertThat(next()).isEqualTo("button 0");
        assertThat(next()).isEqualTo("button 0");
        type("q");
        assertThat(next()).isEqualTo("end");
    }

    @Test
    void eachOfTwoButtonsHasItsDigit() throws Exception {
        start(2);
        type("1 2\r0q");

        assertThat(next()).isEqualTo("button 1");
        assertThat(next()).isEqualTo("button 0");
        assertThat(next()).isEqualTo("end");
    }

    @Test
    void keysThatArriveAsSequencesAreIgnored() throws Exception {
        start(1);
        type("\u001B[A \u001B[1;5C \u001BOP q");

        assertThat(next()).isEqualTo("button 0");
        assertThat(next()).isEqualTo("button 0");
        assertThat(next()).isEqualTo("button 0");
        assertThat(next()).isEqualTo("end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"q", "Q", "\u0003", "\u0004"})
    void qAndCtrlCAndCtrlDQuit(String key) throws Exception {
        start(1);
        type(key);

        assertThat(next()).isEqualTo("end");
    }

    @Test
    void aTerminalThatGoesAwayQuits() throws Exception {
        start(1);
        keys.close();

        assertThat(next()).isEqualTo("end");
    }

    private void type(String text) throws IOException {
        keys.write(text);
        keys.flush();
    }

    private String next() throws InterruptedException {
        String event = events.poll(10, TimeUnit.SECONDS);
        return event == null ? "nothing" : event;
    }
}
