/** How what the commands found is shown: values to text, without any input or output. */
@NullMarked
package dev.backstay.cli.show;

import org.jspecify.annotations.NullMarked;
