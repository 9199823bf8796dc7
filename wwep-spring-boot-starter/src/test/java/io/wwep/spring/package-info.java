@NullMarked
package io.wwep.spring;

import org.jspecify.annotations.NullMarked;
