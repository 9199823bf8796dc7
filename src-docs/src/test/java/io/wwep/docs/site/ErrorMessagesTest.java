package io.wwep.docs.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wwep.docs.site.ErrorMessages.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErrorMessagesTest {

    @TempDir
    Path folder;

    @Test
    void aMessageIsReadFromTheSourceWithDotsForWhatVaries() throws IOException {
        assertThat(read("""
                void connect(String host, int port) {
                    throw new IllegalStateException("cannot connect to " + host + ":" + (port + 1) + "; check the name");
                }""")).contains(new Text("lamp", "Lamp", "cannot connect to …:…; check the name", true));
    }

    @Test
    void bothBranchesOfAChoiceAreMessages() throws IOException {
        assertThat(read("""
                void write(boolean full) {
                    throw new IllegalStateException(full ? "the store is full" : String.format("%d is too large", 7));
                }"""))
                .filteredOn(Text::isMessage)
                .extracting(Text::text)
                .containsExactly("the store is full", "… is too large");
    }

    @Test
    void aTextThatIsReturnedIsAPartAndOneThatIsComparedIsNot() throws IOException {
        assertThat(read("""
                String reason(String text) {
                    return text.contains("whatever it is that somebody says") ? "the certificate has expired; renew it" : "";
                }""")).containsExactly(new Text("lamp", "Lamp", "the certificate has expired; renew it", false));
    }

    @Test
    void theFirstListThatWantsAMessageHasIt() throws IOException {
        BuiltPage page = page("""
                <ul class=messages data-of=Lamp data-has=full></ul><ul class=messages data-of=lamp></ul>""");

        new MessageLists(page)
                .fill(List.of(
                        new Text("lamp", "Lamp", "the store is full", true),
                        new Text("lamp", "Lamp", "the lamp is broken", true)));

        assertThat(page.document().select("ul").eachText()).containsExactly("the store is full", "the lamp is broken");
    }

    @Test
    void aMessageWithoutAListFailsTheBuild() throws IOException {
        MessageLists lists = new MessageLists(page("<ul class=messages data-of=Lamp></ul>"));

        assertThatThrownBy(() -> lists.fill(List.of(new Text("lamp", "Switch", "the switch is stuck", true))))
                .hasMessageContaining("Switch: the switch is stuck");
    }

    @Test
    void aListWithoutAMessageFailsTheBuild() throws IOException {
        MessageLists lists = new MessageLists(page("<ul class=messages data-of=Gone></ul>"));

        assertThatThrownBy(() -> lists.fill(List.of())).hasMessageContaining("Gone");
    }

    private List<Text> read(String method) throws IOException {
        Path module = folder.resolve("lamp");
        Path sources = Files.createDirectories(module.resolve("src/main/java"));
        Files.writeString(sources.resolve("Lamp.java"), "class Lamp {\n" + method + "\n}\n");
        return ErrorMessages.read(List.of(module));
    }

    private BuiltPage page(String html) throws IOException {
        return BuiltPage.read(Files.writeString(folder.resolve("ref-messages.html"), html));
    }
}
