package io.wwep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the README shows is what is compiled and run. */
class ReadmeTest {

    private static final String CLASS = "@ExtendWith(WwepServerExtension.class)";

    @Test
    void theTestInTheReadmeIsLampTest() throws IOException {
        String source = Files.readString(Path.of("src/test/java/io/wwep/testing/LampTest.java"));
        String shown = source.substring(source.indexOf(CLASS));
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + shown + "```");
    }
}
