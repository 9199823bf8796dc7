/** Tests of the server against raw clients. */
@NullMarked
package io.wwep.server;

import org.jspecify.annotations.NullMarked;
