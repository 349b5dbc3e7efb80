/** Settings from the environment, typed and checked. */
@NullMarked
package io.runledger.schemas.settings;

import org.jspecify.annotations.NullMarked;
