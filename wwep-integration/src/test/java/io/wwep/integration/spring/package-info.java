@NullMarked
package io.wwep.integration.spring;

import org.jspecify.annotations.NullMarked;
