/** Tests of the server, against peers of their own. */
@NullMarked
package io.wwep.server;

import org.jspecify.annotations.NullMarked;
