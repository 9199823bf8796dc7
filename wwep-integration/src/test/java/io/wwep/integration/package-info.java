@NullMarked
package io.wwep.integration;

import org.jspecify.annotations.NullMarked;
