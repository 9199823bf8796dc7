@NullMarked
package io.wwep.integration.osgi;

import org.jspecify.annotations.NullMarked;
