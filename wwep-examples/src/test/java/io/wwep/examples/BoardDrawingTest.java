package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class BoardDrawingTest {

    private static final List<Boolean> LIT = List.of(true);
    private static final List<Boolean> UNLIT = List.of(false);

    @Test
    void theLedIsVisibleWithoutColor() {
        BoardDrawing drawing = drawing(Ansi.OFF, "plain");

        assertThat(drawing.lines(LIT)).anyMatch(line -> line.contains("(#)")).anyMatch(line -> line.contains("ON"));
        assertThat(drawing.lines(UNLIT)).anyMatch(line -> line.contains("( )")).anyMatch(line -> line.contains("off"));
    }

    @Test
    void allLinesHaveTheSameWidthInAllStates() {
        BoardDrawing one = drawing(Ansi.OFF, "plain");
        BoardDrawing two = drawing(Ansi.OFF, "plain", "TLS");

        assertThat(one.lines(LIT)).extracting(String::length).containsOnly(41);
        assertThat(one.lines(UNLIT)).extracting(String::length).containsOnly(41);
        assertThat(one.lines(LIT)).hasSameSizeAs(one.lines(UNLIT));
        assertThat(two.lines(List.of(true, false))).extracting(String::length).containsOnly(77);
    }

    @Test
    void eachOfTwoPairsShowsItsNumberAndPurpose() {
        List<String> lines = drawing(Ansi.OFF, "plain", "TLS").lines(List.of(false, true));

        assertThat(lines).anyMatch(line -> line.matches(".*\\( \\).*\\(#\\).*"));
        assertThat(lines).anyMatch(line -> line.matches(".*LED 0 off +BUTTON 0 plain +LED 1  ON +BUTTON 1 TLS .*"));
    }

    @Test
    void theLedIsColoredWhereColorsAreOn() {
        BoardDrawing drawing = drawing(Ansi.ON, "plain");

        assertThat(String.join("", drawing.lines(LIT))).contains("\u001B[");
        assertThat(String.join("", drawing.lines(UNLIT))).doesNotContain("\u001B[");
    }

    private static BoardDrawing drawing(Ansi ansi, String... names) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new BoardDrawing(new Screen(nowhere, nowhere, ansi), List.of(names));
    }
}
