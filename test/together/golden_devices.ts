// A tensor engine of its own.
import "../../test/numerics/golden_devices_test.ts";
