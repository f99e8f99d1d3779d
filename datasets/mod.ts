/**
 * Data sets: their sources, formats, splits, augmentation and batches.
 *
 * @module
 */
export * from "./augment.ts";
export * from "./cutout_box.ts";
export * from "./download.ts";
export * from "./download_error.ts";
export * from "./halve_image.ts";
export * from "./image_reader.ts";
export * from "./loader.ts";
export * from "./manifest.ts";
export * from "./nasbench101/cell.ts";
export * from "./nasbench101/cell_hash.ts";
export * from "./nasbench101/model_metrics.ts";
export * from "./nasbench101/official.ts";
export * from "./nasbench101/parse_record.ts";
export * from "./nasbench101/read_table.ts";
export * from "./nasbench101/table.ts";
export * from "./nasbench101/table_folder.ts";
export * from "./nasbench101/tf_records.ts";
export * from "./open_dataset.ts";
export * from "./open_shards.ts";
export * from "./registry.ts";
export * from "./share_split.ts";
export * from "./spec.ts";
export * from "./split_for_search.ts";
export * from "./statement.ts";
export * from "./subset.ts";
export * from "./train_augmentation.ts";
