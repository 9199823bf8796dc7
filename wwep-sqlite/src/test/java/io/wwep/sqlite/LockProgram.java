package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Opens a file and prints the result. */
final class LockProgram {

    private static final SqliteSchema SCHEMA =
            new SqliteSchema("numbers", "server", "number", List.of("CREATE TABLE number(value INTEGER)"));

    private LockProgram() {}

    /** Expects the file as its argument. */
    public static void main(String[] arguments) {
        try (SqliteFile file = open(Path.of(arguments[0]))) {
            System.out.println(file.path() + " is open");
        } catch (IOException e) {
            System.out.println(e.getMessage());
        }
    }

    /** Opens a file of numbers. */
    static SqliteFile open(Path path) throws IOException {
        return SqliteFile.open(path, SCHEMA);
    }
}
