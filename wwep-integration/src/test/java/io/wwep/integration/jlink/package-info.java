@NullMarked
package io.wwep.integration.jlink;

import org.jspecify.annotations.NullMarked;
