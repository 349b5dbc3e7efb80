/** How long to wait until something is tried again. */
@NullMarked
package io.runledger.schemas.retry;

import org.jspecify.annotations.NullMarked;
