@NullMarked
package io.wwep.examples.security;

import org.jspecify.annotations.NullMarked;
