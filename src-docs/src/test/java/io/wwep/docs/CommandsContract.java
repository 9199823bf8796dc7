package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.check.ForeignTool;
import io.wwep.check.Required;
import io.wwep.docs.Page.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that a page shows is run, in the page's order, and prints what the page says. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class CommandsContract {

    static final String PROMPT = "$ ";

    @TempDir
    Path folder;

    private final String names;

    /** Of the pages whose names match this. */
    CommandsContract(String names) {
        this.names = names;
    }

    Stream<Page> pages() {
        return Checkout.pages().stream()
                .filter(page -> page.name().matches(names))
                .filter(page -> !page.blocks("console").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsPrintWhatThePageSays(Page page) throws IOException {
        if (page.mentions("| nc ")) {
            ForeignTool.require("nc", "netcat-openbsd");
        }
        if (page.mentions("tshark -X")) {
            ForeignTool.require("tshark", "tshark");
        }
        if (page.mentions(PROMPT + "openssl ")) {
            ForeignTool.require("openssl", "openssl");
        }
        if (page.mentions("mosquitto_sub ")) {
            ForeignTool.require("mosquitto", "mosquitto");
            ForeignTool.require("mosquitto_sub", "mosquitto-clients");
            ForeignTool.require("curl", "curl");
        }
        Required.that(
                !page.mentions("amd64") || System.getProperty("os.arch").equals("amd64"),
                page + " shows what is printed where the processor is amd64");
        try (Terminal terminal = new Terminal(folder)) {
            for (Block block : page.blocks("console")) {
                if (block.terminal().isEmpty()) {
                    runAll(terminal, block);
                } else {
                    runOn(terminal, block);
                }
            }
        }
    }

    private static void runAll(Terminal terminal, Block block) throws IOException {
        int line = 0;
        while (line < block.lines().size()) {
            String command = command(block, line);
            int end = line + 1;
            while (end < block.lines().size() && !block.lines().get(end).startsWith(PROMPT)) {
                end++;
            }
            String printed = terminal.run(command);
            Transcription expected =
                    new Transcription(block.lines().subList(line + 1, end), command.contains("--help"));
            if (!expected.isAllOf(printed)) {
                Assertions.fail(
                        "%s: $ %s%nis to print:%n%s%nbut printed:%n%s".formatted(block, command, expected, printed));
            }
            line = end;
        }
    }

    private static void runOn(Terminal terminal, Block block) throws IOException {
        List<String> lines = new ArrayList<>(block.lines());
        if (lines.get(0).startsWith(PROMPT)) {
            terminal.runOn(block.terminal(), command(block, 0));
            lines.remove(0);
        }
        terminal.in(block.terminal()).await(new Transcription(lines, false));
    }

    private static String command(Block block, int line) {
        String text = block.lines().get(line);
        assertThat(text).as("%s begins with what is typed", block).startsWith(PROMPT);
        return text.substring(PROMPT.length());
    }
}
