package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the current row of a query. SQLite's columns accept values of every type, which its driver would
 * convert to a wrong number or text; here they are errors.
 */
public final class Columns {

    private final Path path;
    private final ResultSet result;

    Columns(Path path, ResultSet result) {
        this.path = path;
        this.result = result;
    }

    /**
     * Returns a number.
     *
     * @param column from 0
     * @return the column's value
     * @throws IOException if it is not an integer of 32 bits, or cannot be read
     */
    public int integer(int column) throws IOException {
        if (value(column) instanceof Integer value) {
            return value;
        }
        throw invalid(column, "an integer of 32 bits");
    }

    /**
     * Returns a long number.
     *
     * @param column from 0
     * @return the column's value
     * @throws IOException if it is not an integer, or cannot be read
     */
    public long number(int column) throws IOException {
        Object value = value(column);
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw invalid(column, "an integer");
    }

    /**
     * Returns a text.
     *
     * @param column from 0
     * @return the column's value
     * @throws IOException if it is not a text, or cannot be read
     */
    public String text(int column) throws IOException {
        if (value(column) instanceof String value) {
            return value;
        }
        throw invalid(column, "a text");
    }

    /**
     * Returns the exception for a value that is not what it should be.
     *
     * @param column from 0
     * @param expected what it should be, such as "a date"
     * @return the exception, which names the file and shows the row
     */
    public IOException invalid(int column, String expected) {
        try {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                values.add(result.getMetaData().getColumnName(i) + " " + result.getString(i));
            }
            return new IOException(path + " has an invalid row (" + String.join(", ", values) + "): "
                    + result.getMetaData().getColumnName(column + 1) + " is not " + expected
                    + ". It was left unchanged; correct it with sqlite3, or restore a backup");
        } catch (SQLException e) {
            return SqliteDatabase.cannotOpen(path, e);
        }
    }

    private @Nullable Object value(int column) throws IOException {
        try {
            return result.getObject(column + 1);
        } catch (SQLException e) {
            throw SqliteDatabase.cannotOpen(path, e);
        }
    }
}
