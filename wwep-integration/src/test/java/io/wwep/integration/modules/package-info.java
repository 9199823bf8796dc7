@NullMarked
package io.wwep.integration.modules;

import org.jspecify.annotations.NullMarked;
