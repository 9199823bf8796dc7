package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A file format from before SQLite. Files in it are converted when they are opened. */
public interface OlderFormat {

    /**
     * Returns whether a file has this format.
     *
     * @param beginning its first bytes, up to 100
     * @return true if it has
     */
    boolean matches(byte[] beginning);

    /**
     * Reads a file.
     *
     * @param file a file in this format
     * @return its rows
     * @throws IOException if the file is incomplete, which the message says
     */
    List<int[]> read(Path file) throws IOException;

    /** {@return SQL that inserts a row, with a question mark for each number} */
    String insert();
}
