@NullMarked
package io.wwep.examples.lab.web;

import org.jspecify.annotations.NullMarked;
