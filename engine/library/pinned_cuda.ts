/** A package of CUDA libraries for Python, pinned by its hash. */
export interface CudaPackage {
  /** Name without `nvidia-` and `-cu12`, such as `cudnn`. */
  readonly name: string;
  readonly version: string;
  /** Platform tag for pip. */
  readonly platform: string;
  /** Bytes of the package. */
  readonly size: number;
  readonly sha256: string;
  /** Its folder below `nvidia`, such as `cuda_runtime`. */
  readonly folder: string;
  /** Bytes of its libraries. */
  readonly unpacked: number;
}

/**
 * Libraries that the CUDA build of the pinned TensorFlow opens on a GPU (Linux x86_64). TensorFlow itself checks for all
 * but nvrtc, which cuDNN asks for where it compiles kernels.
 */
export const PINNED_CUDA: readonly CudaPackage[] = [
  {
    name: "cuda-runtime",
    version: "12.9.79",
    platform: "manylinux_2_17_x86_64",
    size: 3_493_179,
    sha256: "25bba2dfb01d48a9b59ca474a1ac43c6ebf7011f1b0b8cc44f54eb6ac48a96c3",
    folder: "cuda_runtime",
    unpacked: 741_088,
  },
  {
    name: "cublas",
    version: "12.9.3.13",
    platform: "manylinux_2_27_x86_64",
    size: 581_217_458,
    sha256: "d7d51055f161b317c7105ddaae90e71eda059026074ffef93cf7cde2886bfe72",
    folder: "cublas",
    unpacked: 855_064_416,
  },
  {
    name: "cudnn",
    version: "9.28.0.42",
    platform: "manylinux_2_27_x86_64",
    size: 716_538_495,
    sha256: "9ff58b7f36dacd0a93e89f8f2957b52466889217963701daa15e577317cfa375",
    folder: "cudnn",
    unpacked: 1_162_393_472,
  },
  {
    name: "cufft",
    version: "11.4.1.4",
    platform: "manylinux_2_17_x86_64",
    size: 200_877_592,
    sha256: "c67884f2a7d276b4b80eb56a79322a95df592ae5e765cf1243693365ccab4e28",
    folder: "cufft",
    unpacked: 293_609_416,
  },
  {
    name: "cusolver",
    version: "11.7.5.82",
    platform: "manylinux_2_27_x86_64",
    size: 338_117_415,
    sha256: "15da72d1340d29b5b3cf3fd100e3cd53421dde36002eda6ed93811af63c40d88",
    folder: "cusolver",
    unpacked: 494_975_064,
  },
  {
    name: "cusparse",
    version: "12.5.10.65",
    platform: "manylinux_2_17_x86_64",
    size: 366_465_088,
    sha256: "73060ce019ac064a057267c585bf1fd5a353734151f87472ff02b2c5c9984e78",
    folder: "cusparse",
    unpacked: 486_556_368,
  },
  {
    name: "nvjitlink",
    version: "12.9.86",
    platform: "manylinux_2_12_x86_64",
    size: 39_748_338,
    sha256: "e3f1171dbdc83c5932a45f0f4c99180a70de9bd2718c1ab77d14104f6d7147f9",
    folder: "nvjitlink",
    unpacked: 95_935_344,
  },
  {
    name: "cuda-nvrtc",
    version: "12.9.86",
    platform: "manylinux_2_12_x86_64",
    size: 89_568_129,
    sha256: "210cf05005a447e29214e9ce50851e83fc5f4358df8b453155d5e1918094dcb4",
    folder: "cuda_nvrtc",
    unpacked: 227_340_992,
  },
];
