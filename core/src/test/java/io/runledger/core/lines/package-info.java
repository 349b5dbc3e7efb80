/** Tests of this package. */
@NullMarked
package io.runledger.core.lines;

import org.jspecify.annotations.NullMarked;
