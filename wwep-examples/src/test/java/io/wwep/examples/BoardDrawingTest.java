package io.wwep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class BoardDrawingTest {

    @Test
    void theLedIsSeenWithoutColour() {
        BoardDrawing drawing = new BoardDrawing(screen(Ansi.OFF));

        assertThat(drawing.lines(true)).anyMatch(line -> line.contains("(#)")).anyMatch(line -> line.contains("ON"));
        assertThat(drawing.lines(false)).anyMatch(line -> line.contains("( )")).anyMatch(line -> line.contains("off"));
    }

    @Test
    void allLinesAreEquallyWideInBothStates() {
        BoardDrawing drawing = new BoardDrawing(screen(Ansi.OFF));

        assertThat(drawing.lines(true)).extracting(String::length).containsOnly(41);
        assertThat(drawing.lines(false)).extracting(String::length).containsOnly(41);
        assertThat(drawing.lines(true)).hasSameSizeAs(drawing.lines(false));
    }

    @Test
    void theLedHasAColourWhereThereAreColours() {
        BoardDrawing drawing = new BoardDrawing(screen(Ansi.ON));

        assertThat(String.join("", drawing.lines(true))).contains("\u001B[");
        assertThat(String.join("", drawing.lines(false))).doesNotContain("\u001B[");
    }

    private static Screen screen(Ansi ansi) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Screen(nowhere, nowhere, ansi);
    }
}
