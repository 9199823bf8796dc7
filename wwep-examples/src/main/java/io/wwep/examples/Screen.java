package io.wwep.examples;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Where the programs write, and the one place that knows whether they do so in colour.
 *
 * @param ansi whether styles show: picocli's AUTO shows them on a terminal, unless NO_COLOR is set
 */
record Screen(PrintWriter out, PrintWriter err, Ansi ansi) {

    static Screen ofSystem() {
        return new Screen(writer(new StandardOutput()), writer(System.err), Ansi.AUTO);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** A line of output. */
    void line(String text) {
        out.println(text);
    }

    void emptyLine() {
        out.println();
    }

    /** A message for a person, beside the output. */
    void note(String message) {
        err.println("wwep: " + message);
    }

    /** What is wrong with a certificate of a file that a command does not use, for a person. */
    void leftOut(String problem) {
        note("a certificate is left out: " + problem);
    }

    /** What an exception says, for a person. */
    void failure(Exception problem) {
        note(problem.getMessage() == null ? problem.toString() : problem.getMessage());
    }

    String heading(String text) {
        return styled(text, Style.bold);
    }

    String good(String text) {
        return styled(text, Style.fg_green);
    }

    String bad(String text) {
        return styled(text, Style.fg_red);
    }

    String lit(String text) {
        return styled(text, Style.bold, Style.fg_yellow);
    }

    private String styled(String text, IStyle... styles) {
        return ansi.enabled() ? Style.on(styles) + text + Style.off(styles) : text;
    }
}
