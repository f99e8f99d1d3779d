import { AttributeType, DType } from "./dtype.ts";

const UNSUPPORTED = () => {
  throw new Error("SavedModel is not supported");
};

/** Constants, classes and SavedModel's functions that tfjs-node's kernels read from their binding. */
export function tfjsMembers(version: string): Record<string, unknown> {
  return {
    TF_FLOAT: DType.float32,
    TF_INT32: DType.int32,
    TF_INT64: DType.int64,
    TF_BOOL: DType.bool,
    TF_COMPLEX64: DType.complex64,
    TF_STRING: DType.string,
    TF_RESOURCE: DType.resource,
    TF_UINT8: DType.uint8,
    TF_ATTR_STRING: AttributeType.string,
    TF_ATTR_INT: AttributeType.int,
    TF_ATTR_FLOAT: AttributeType.float,
    TF_ATTR_BOOL: AttributeType.bool,
    TF_ATTR_TYPE: AttributeType.type,
    TF_ATTR_SHAPE: AttributeType.shape,
    TF_ATTR_RESOURCE: DType.resource,
    TF_Version: version,
    TensorMetadata: class {},
    TFEOpAttr: class {},
    loadSavedModel: UNSUPPORTED,
    deleteSavedModel: UNSUPPORTED,
    runSavedModel: UNSUPPORTED,
    getNumOfSavedModels: () => 0,
  };
}
