/**
 * Files in SQLite's format that belong to one program at a time, and that others may read meanwhile. {@link
 * io.wwep.sqlite.SqliteFile} is the way in. Knows nothing of WWEP.
 */
@NullMarked
package io.wwep.sqlite;

import org.jspecify.annotations.NullMarked;
