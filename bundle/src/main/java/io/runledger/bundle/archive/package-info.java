/** Archives and directories from anywhere, read safely. */
@NullMarked
package io.runledger.bundle.archive;

import org.jspecify.annotations.NullMarked;
