@NullMarked
package io.wwep.examples.lab;

import org.jspecify.annotations.NullMarked;
