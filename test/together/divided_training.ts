// A tensor engine of its own.
import "../../test/method/divided_training_test.ts";
