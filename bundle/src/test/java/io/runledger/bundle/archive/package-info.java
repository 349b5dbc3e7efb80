@NullMarked
package io.runledger.bundle.archive;

import org.jspecify.annotations.NullMarked;
