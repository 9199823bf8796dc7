@NullMarked
package io.wwep.examples.certs;

import org.jspecify.annotations.NullMarked;
