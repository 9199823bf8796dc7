@NullMarked
package io.wwep.examples.bridge.config;

import org.jspecify.annotations.NullMarked;
