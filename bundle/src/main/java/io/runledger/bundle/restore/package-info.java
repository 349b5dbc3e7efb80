/** Makes the records again that an export or a bundle was written of. */
@NullMarked
package io.runledger.bundle.restore;

import org.jspecify.annotations.NullMarked;
