@NullMarked
package io.wwep.server.store;

import org.jspecify.annotations.NullMarked;
