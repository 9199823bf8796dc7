package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a file may be in that was made before files were in SQLite's format: it is converted when it is opened. */
public interface OlderFormat {

    /**
     * Whether a file is in it.
     *
     * @param beginning its first bytes, up to 100
     * @return true if it is
     */
    boolean isThatOf(byte[] beginning);

    /**
     * Reads a whole file.
     *
     * @param file in this format
     * @return a row for each thing that it has
     * @throws IOException if it is not whole; the message says so
     */
    List<int[]> read(Path file) throws IOException;

    /** {@return SQL that inserts a row, with a question mark for each number} */
    String insert();
}
