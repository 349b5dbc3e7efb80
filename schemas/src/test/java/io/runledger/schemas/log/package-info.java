/** Tests of this package. */
@NullMarked
package io.runledger.schemas.log;

import org.jspecify.annotations.NullMarked;
