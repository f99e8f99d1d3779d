// A tensor engine of its own.
import "../../engine/compile/on_device_test.ts";
