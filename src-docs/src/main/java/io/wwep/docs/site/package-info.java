/** Builds the site: finishes the pages that Asciidoctor wrote, draws the diagrams, and makes the index for the search. */
@NullMarked
package io.wwep.docs.site;

import org.jspecify.annotations.NullMarked;
