@NullMarked
package io.wwep.sqlite;

import org.jspecify.annotations.NullMarked;
