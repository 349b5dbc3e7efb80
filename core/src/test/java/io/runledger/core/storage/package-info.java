@NullMarked
package io.runledger.core.storage;

import org.jspecify.annotations.NullMarked;
