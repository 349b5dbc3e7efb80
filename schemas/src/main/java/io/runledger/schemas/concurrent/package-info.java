/** Work on several cores. */
@NullMarked
package io.runledger.schemas.concurrent;

import org.jspecify.annotations.NullMarked;
