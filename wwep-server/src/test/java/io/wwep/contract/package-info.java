/** The client against the server: what both promise together, in every mode and both profiles. */
@NullMarked
package io.wwep.contract;

import org.jspecify.annotations.NullMarked;
