import { assertThrows } from "@std/assert";
import { checkTrainedOn } from "./check_trained_on.ts";

Deno.test("checkTrainedOn() refuses images of another size or of other classes", () => {
  const trained = { size: 32, classes: 2 };
  checkTrainedOn(trained, { size: 32, classes: ["cat", "dog"] });
  for (
    const [size, classes] of [[16, ["cat", "dog"]], [32, ["cat"]]] as const
  ) {
    assertThrows(
      () => checkTrainedOn(trained, { size, classes }),
      RangeError,
      `Expected 2 classes of 32 pixels, on which the network was trained, but found ${classes.length} of ${size} in the data`,
    );
  }
});
