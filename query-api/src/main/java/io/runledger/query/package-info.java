/** The HTTP door for reading: parameters in, one read of the views, an answer out. */
@NullMarked
package io.runledger.query;

import org.jspecify.annotations.NullMarked;
