package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** What went wrong with a file, in words. */
final class Reasons {

    /** The low byte of an extended error code is the code. */
    private static final int CODE = 0xFF;

    private Reasons() {}

    /** Some exceptions of files have the file's name as their message, and the reason in their type. */
    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof FileSystemException failure) {
            return failure.getReason() == null ? failure.toString() : failure.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Of a failed write. */
    static String ofWrite(SQLException e) {
        if (is(e, SQLiteErrorCode.SQLITE_FULL)) {
            return "there is no room on the disk; make some";
        }
        if (is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED)) {
            return "another program holds SQLite's lock on it; end that, or let it read only";
        }
        if (is(e, SQLiteErrorCode.SQLITE_READONLY)) {
            return "it cannot be written; may this user write to it and to its folder?";
        }
        if (is(e, SQLiteErrorCode.SQLITE_IOERR)) {
            return e.getMessage() + "; see to the disk, and whether there is room on it";
        }
        return String.valueOf(e.getMessage());
    }

    /** Whether SQLite has given this code, or an extended one of it. */
    static boolean is(SQLException e, SQLiteErrorCode code) {
        return (e.getErrorCode() & CODE) == code.code;
    }
}
