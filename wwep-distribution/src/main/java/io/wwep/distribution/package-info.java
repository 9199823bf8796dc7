/** Makes what the distribution has beside the programs: manual pages, completions, licenses. */
@NullMarked
package io.wwep.distribution;

import org.jspecify.annotations.NullMarked;
