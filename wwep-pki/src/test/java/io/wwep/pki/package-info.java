@NullMarked
package io.wwep.pki;

import org.jspecify.annotations.NullMarked;
