/** Tests of this package. */
@NullMarked
package io.runledger.core.process;

import org.jspecify.annotations.NullMarked;
