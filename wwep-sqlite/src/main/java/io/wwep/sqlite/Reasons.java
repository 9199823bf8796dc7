package io.wwep.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/** Describes why file operations failed. */
final class Reasons {

    /** Masks an extended error code: its low byte is the primary code. */
    private static final int CODE = 0xFF;

    private Reasons() {}

    /**
     * Returns the reason for an exception. Some file exceptions carry only the file's name as message, and the reason
     * as type.
     */
    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file";
        }
        if (e instanceof FileSystemException failure) {
            return failure.getReason() == null ? failure.toString() : failure.getReason();
        }
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    /** Returns the reason for a failed write. */
    static String ofWrite(SQLException e) {
        if (is(e, SQLiteErrorCode.SQLITE_FULL)) {
            return "the disk is full; free some space";
        }
        if (is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED)) {
            return "another program holds SQLite's lock on it; stop that program, or let it only read";
        }
        if (is(e, SQLiteErrorCode.SQLITE_READONLY)) {
            return "it is read-only; check that this user may write to it and its folder";
        }
        if (is(e, SQLiteErrorCode.SQLITE_IOERR)) {
            return e.getMessage() + "; check the disk and its free space";
        }
        return String.valueOf(e.getMessage());
    }

    /** Returns whether SQLite reported this primary code. */
    static boolean is(SQLException e, SQLiteErrorCode code) {
        return (e.getErrorCode() & CODE) == code.code;
    }
}
