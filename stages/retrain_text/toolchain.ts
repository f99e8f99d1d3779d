export { tensorflowToolchain as toolchain } from "../_declare/tensorflow.ts";
