@NullMarked
package io.runledger.streams.views;

import org.jspecify.annotations.NullMarked;
