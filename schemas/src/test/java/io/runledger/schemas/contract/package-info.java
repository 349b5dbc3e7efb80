/** Tests of this package. */
@NullMarked
package io.runledger.schemas.contract;

import org.jspecify.annotations.NullMarked;
