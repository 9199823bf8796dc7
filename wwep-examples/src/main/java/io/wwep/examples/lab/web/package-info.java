/** The lab's page over HTTP: requests, event streams, and who may do what. */
@NullMarked
package io.wwep.examples.lab.web;

import org.jspecify.annotations.NullMarked;
