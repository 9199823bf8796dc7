/** What the programs and their configuration files share: reading and showing what a user typed, and a limit. */
@NullMarked
package io.wwep.examples.input;

import org.jspecify.annotations.NullMarked;
