package io.wwep.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wwep.docs.Page.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What looks like a command stands where {@link CommandsContract} runs it. */
class ShownCommandsTest {

    @Test
    void noCommandIsShownWithoutBeingRun() {
        List<String> unrun = Checkout.pages().stream()
                .flatMap(page -> page.blocks().stream())
                .filter(block -> !block.language().equals("console"))
                .filter(block -> block.lines().stream().anyMatch(Page::looksLikeACommand))
                .map(Block::toString)
                .toList();
        assertThat(unrun).isEmpty();
    }

    @Test
    void theReadmesCommandsAreOnThePages() throws IOException {
        List<String> run = Checkout.pages().stream()
                .flatMap(page -> page.blocks("console").stream())
                .flatMap(block -> block.lines().stream())
                .filter(line -> line.startsWith(CommandsContract.PROMPT))
                .map(line -> line.substring(CommandsContract.PROMPT.length()))
                .toList();
        List<String> shown = Files.readString(Checkout.ROOT.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("./wwep "))
                .map(line -> line.replaceAll(" +#.*", ""))
                .toList();
        assertThat(shown).isNotEmpty();
        assertThat(run).containsAll(shown);
    }
}
