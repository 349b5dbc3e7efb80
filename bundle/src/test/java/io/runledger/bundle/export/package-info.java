@NullMarked
package io.runledger.bundle.export;

import org.jspecify.annotations.NullMarked;
