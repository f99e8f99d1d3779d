// A tensor engine of its own.
import "../../test/method/fresh_process_test.ts";
