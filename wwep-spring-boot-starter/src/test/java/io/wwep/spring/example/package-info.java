@NullMarked
package io.wwep.spring.example;

import org.jspecify.annotations.NullMarked;
