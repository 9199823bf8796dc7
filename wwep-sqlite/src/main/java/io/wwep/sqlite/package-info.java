/**
 * SQLite files that one program locks and others may read meanwhile. Start with {@link io.wwep.sqlite.SqliteFile}. This
 * package does not depend on WWEP.
 */
@NullMarked
package io.wwep.sqlite;

import org.jspecify.annotations.NullMarked;
