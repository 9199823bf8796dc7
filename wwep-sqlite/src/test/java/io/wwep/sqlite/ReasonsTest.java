package io.wwep.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

/** Tests file exceptions whose message is only the file's name. */
class ReasonsTest {

    @Test
    void theReasonIsGivenEvenIfOnlyTheExceptionTypeHasIt() {
        assertThat(Reasons.of(new AccessDeniedException("file"))).isEqualTo("permission denied");
        assertThat(Reasons.of(new NoSuchFileException("file"))).isEqualTo("no such file");
        assertThat(Reasons.of(new FileSystemException("file", null, "Too many levels of symbolic links")))
                .isEqualTo("Too many levels of symbolic links");
        assertThat(Reasons.of(new FileSystemException("file"))).contains("FileSystemException");
        assertThat(Reasons.of(new IOException("No locks available"))).isEqualTo("No locks available");
        assertThat(Reasons.of(new IOException())).isEqualTo("java.io.IOException");
    }
}
