@NullMarked
package io.wwep.integration.camel;

import org.jspecify.annotations.NullMarked;
