/** The security examples of section 6.5 of the course, computed: checksums, digests, encryption and its attacks. Prints nothing. */
@NullMarked
package io.wwep.examples.security;

import org.jspecify.annotations.NullMarked;
