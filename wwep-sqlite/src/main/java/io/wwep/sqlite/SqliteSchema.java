package io.wwep.sqlite;

import java.util.List;

/**
 * The content of a file.
 *
 * @param content a word for messages, such as "registers"
 * @param program a word for the program that has such files, such as "server"
 * @param table the table that every such file has
 * @param statements SQL that creates the tables and views of a new file
 */
public record SqliteSchema(String content, String program, String table, List<String> statements) {

    /**
     * Copies the list.
     *
     * @param content a word for messages
     * @param program a word for the program that has such files
     * @param table the table that every such file has
     * @param statements SQL that creates the tables and views of a new file
     */
    public SqliteSchema {
        statements = List.copyOf(statements);
    }
}
