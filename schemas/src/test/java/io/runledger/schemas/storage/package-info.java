@NullMarked
package io.runledger.schemas.storage;

import org.jspecify.annotations.NullMarked;
