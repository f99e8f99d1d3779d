import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { testEngine } from "../../test/support/tensors/engine.ts";
import { registerGradients } from "./register.ts";

Deno.test("every gradient kernel of the networks has a gradient itself", async () => {
  await testEngine();
  registerGradients();
  const kernels = [
    "Relu",
    "ReluGrad",
    "BatchNormTrain",
    "BatchNormTrainGrad",
    "Conv2D",
    "Conv2DBackpropInput",
    "Conv2DBackpropFilter",
    "DepthwiseConv2dNative",
    "DepthwiseConv2dNativeBackpropInput",
    "DepthwiseConv2dNativeBackpropFilter",
    "AvgPool",
    "AvgPoolGrad",
    "MaxPool",
    "MaxPoolGrad",
    "MaxPoolGradGrad",
    "Subsample",
    "SubsampleGrad",
    "Embed",
    "EmbedGrad",
    "Less",
    "LogicalNot",
  ];
  assertEquals(
    kernels.filter((name) => tf.getGradient(name) === undefined),
    [],
  );
});
