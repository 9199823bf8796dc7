/**
 * A class of students and their boards, as a register server sees them: exchanges, devices, boards, and which exercises each
 * student has done. Knows nothing of pages and HTTP. Start with {@link io.wwep.examples.lab.Lab}.
 */
@NullMarked
package io.wwep.examples.lab;

import org.jspecify.annotations.NullMarked;
