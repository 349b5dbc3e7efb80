@NullMarked
package io.runledger.schemas.seal;

import org.jspecify.annotations.NullMarked;
