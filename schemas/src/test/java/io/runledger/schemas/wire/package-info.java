/** Tests of this package. */
@NullMarked
package io.runledger.schemas.wire;

import org.jspecify.annotations.NullMarked;
