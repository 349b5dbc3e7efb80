/** Tests of this package. */
@NullMarked
package io.runledger.schemas.settings;

import org.jspecify.annotations.NullMarked;
