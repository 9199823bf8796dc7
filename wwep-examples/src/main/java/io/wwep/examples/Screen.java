package io.wwep.examples;

import io.wwep.examples.input.ControlCharacters;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * The output of the programs, and the only place that knows whether it is in color.
 *
 * @param ansi whether styles are used: picocli's AUTO uses them on a terminal, unless NO_COLOR is set. A terminal whose type
 *     is unknown or "dumb" gets none, since it would print their codes
 */
record Screen(PrintWriter out, PrintWriter err, Ansi ansi) {

    static Screen ofSystem() {
        return new Screen(writer(new StandardOutput()), writer(System.err), ansi(System.getenv("TERM")));
    }

    /** Returns whether a terminal of this type may get styles; Windows sets no type. */
    private static Ansi ansi(@Nullable String terminalType) {
        String forced = System.getenv("CLICOLOR_FORCE");
        if (forced != null && !forced.equals("0")) {
            return Ansi.AUTO; // which follows it
        }
        boolean isPlain = terminalType == null
                ? !System.getProperty("os.name").startsWith("Windows")
                : terminalType.isEmpty() || terminalType.equals("dumb");
        return isPlain ? Ansi.OFF : Ansi.AUTO;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** Prints a line of output. */
    void line(String text) {
        out.println(text);
    }

    void emptyLine() {
        out.println();
    }

    /** Prints a message on standard error. It may quote what the user typed, such as the name of a file. */
    void note(String message) {
        err.println("wwep: " + ControlCharacters.escaped(Launcher.asTyped(message)));
    }

    /** Prints why a command skips a certificate of a file. */
    void skipped(String problem) {
        note("a certificate is skipped: " + problem);
    }

    /** Prints an exception's message. */
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
