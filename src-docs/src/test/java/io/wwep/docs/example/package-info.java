/**
 * The code that the pages, the README and Javadoc show.
 *
 * <p>A class that is called an Example is run by {@code ExamplesIT}, in a network of its own, in which wwep.local and
 * 10.0.0.7 are this machine and the usual ports are free: so it is run as it is shown.
 */
@NullMarked
package io.wwep.docs.example;

import org.jspecify.annotations.NullMarked;
