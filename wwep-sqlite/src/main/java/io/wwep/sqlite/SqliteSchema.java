package io.wwep.sqlite;

import java.util.List;

/**
 * What a file has in it.
 *
 * @param content in words, such as "registers", for messages
 * @param table the table that each such file has
 * @param statements SQL that makes the tables and views of a new file
 */
public record SqliteSchema(String content, String table, List<String> statements) {

    /**
     * With a copy of the list.
     *
     * @param content in words
     * @param table that each such file has
     * @param statements SQL
     */
    public SqliteSchema {
        statements = List.copyOf(statements);
    }
}
