@NullMarked
package io.runledger.bundle.compare;

import org.jspecify.annotations.NullMarked;
