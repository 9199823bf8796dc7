/** What section 6.5 of the course tells about security, computed: checksums, digests, encryption and its attacks. Prints nothing. */
@NullMarked
package io.wwep.examples.security;

import org.jspecify.annotations.NullMarked;
