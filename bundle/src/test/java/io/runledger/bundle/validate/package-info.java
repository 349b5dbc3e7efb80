@NullMarked
package io.runledger.bundle.validate;

import org.jspecify.annotations.NullMarked;
