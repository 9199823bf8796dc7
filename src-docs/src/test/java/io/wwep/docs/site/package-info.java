@NullMarked
package io.wwep.docs.site;

import org.jspecify.annotations.NullMarked;
